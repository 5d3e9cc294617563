import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { Company } from '../../tenancy/company.entity.js';

/** An address to which a company sends no e-mail. */
@Entity()
@Unique(['companyId', 'email'])
@Index(['companyId', 'createdAt', 'id'])
export class Suppression {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  companyId: string;

  /** As `addressKey()` writes it. */
  @Column('text')
  email: string;

  @Column('text')
  reason: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @ManyToOne(() => Company)
  @JoinColumn({ name: 'company_id' })
  company?: Company;
}
