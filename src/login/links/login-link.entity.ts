import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { CompanyContact } from '../../tenancy/contacts/company-contact.entity.js';

/** A link that logs a contact in, once. Only the SHA-256 of its secret is stored. */
@Entity()
@Index(['contactId'])
@Index(['expiresAt'])
export class LoginLink {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  secretSha256: string;

  @Column('uuid')
  companyId: string;

  @Column('uuid')
  contactId: string;

  /** The access of the contact when the link was made: the link ends with it. */
  @Column('uuid')
  accessId: string;

  /** Whether somebody requested it by e-mail; otherwise the operator made it. */
  @Column('boolean')
  isMailed: boolean;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt: Date;

  /** Null until somebody has logged in with it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  usedAt: Date | null;

  @ManyToOne(() => CompanyContact)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'contact_id', referencedColumnName: 'id' },
  ])
  contact?: CompanyContact;
}
