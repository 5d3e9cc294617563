import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryColumn,
} from 'typeorm';
import { Company } from './company.entity.js';
import { CompanyContact } from './contacts/company-contact.entity.js';
import type { Scope } from './scopes.js';

/** A named client of the API. Only the SHA-256 of its secret is stored. */
@Entity()
@Check('api_token_name_check', `name <> 'system'`)
@Check('api_token_contact_check', `num_nulls(contact_id, contact_access_id) IN (0, 2)`)
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

  /** The contact for whom the client acts; null if the token is bound to none. */
  @Column('uuid', { nullable: true })
  contactId: string | null;

  /** The access of the contact (CompanyContact.accessId) with which the token ends; null without a contact. */
  @Column('uuid', { nullable: true })
  contactAccessId: string | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @ManyToMany(() => Company)
  @JoinTable({
    name: 'api_token_company',
    joinColumn: { name: 'api_token_id' },
    inverseJoinColumn: { name: 'company_id' },
  })
  companies: Company[];

  @ManyToOne(() => CompanyContact)
  @JoinColumn({ name: 'contact_id' })
  contact?: CompanyContact;
}
