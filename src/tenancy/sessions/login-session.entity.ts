import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { CompanyContact } from '../contacts/company-contact.entity.js';

/** A person who is logged in as a contact. Only the SHA-256 of the secret in the cookie is stored. */
@Entity()
@Index(['contactId'])
@Index(['issuer', 'subject'])
@Index(['seenAt'])
@Check('login_session_identity_check', 'num_nulls(issuer, subject) IN (0, 2)')
export class LoginSession {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  secretSha256: string;

  @Column('uuid')
  companyId: string;

  @Column('uuid')
  contactId: string;

  /** The access of the contact with which the person logged in: the session ends with it. */
  @Column('uuid')
  accessId: string;

  /** The OpenID provider with which the person logged in; null after a one-time link. */
  @Column('text', { nullable: true })
  issuer: string | null;

  /** The id of the person at the provider. */
  @Column('text', { nullable: true })
  subject: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  /** The latest request, to the minute. */
  @Column({ type: 'timestamptz', precision: 3 })
  seenAt: Date;

  /** When the session ends, however much it is used. */
  @Column({ type: 'timestamptz', precision: 3 })
  endsAt: Date;

  @ManyToOne(() => CompanyContact)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'contact_id', referencedColumnName: 'id' },
  ])
  contact?: CompanyContact;
}
