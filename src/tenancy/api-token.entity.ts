import { Check, Column, CreateDateColumn, Entity, JoinTable, ManyToMany, PrimaryColumn } from 'typeorm';
import { Company } from './company.entity.js';
import type { Scope } from './scopes.js';

/** A named client of the API. Only the SHA-256 of its secret is stored. */
@Entity()
@Check('api_token_name_check', `name <> 'system'`)
export class ApiToken {
  @PrimaryColumn('uuid')
  id: string;

  /** The actor of its commands in the approval log; `system` is reserved for Daybook itself. */
  @Column('text')
  name: string;

  @Column('text')
  secretSha256: string;

  @Column('text', { array: true })
  scopes: Scope[];

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  expiresAt: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  revokedAt: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @ManyToMany(() => Company)
  @JoinTable({
    name: 'api_token_company',
    joinColumn: { name: 'api_token_id' },
    inverseJoinColumn: { name: 'company_id' },
  })
  companies: Company[];
}
