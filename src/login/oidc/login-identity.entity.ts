import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { CompanyContact } from '../../tenancy/contacts/company-contact.entity.js';

/** How an OpenID provider knows a contact. From the first log-in on, its id counts, and no longer the e-mail address. */
@Entity()
@Index(['issuer', 'subject'])
@Index(['contactId'])
export class LoginIdentity {
  @PrimaryColumn('text')
  issuer: string;

  /** The access of the contact: the identity ends with it. */
  @PrimaryColumn('uuid')
  accessId: string;

  @Column('text')
  subject: string;

  @Column('uuid')
  companyId: string;

  @Column('uuid')
  contactId: string;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @ManyToOne(() => CompanyContact)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'contact_id', referencedColumnName: 'id' },
  ])
  contact?: CompanyContact;
}
