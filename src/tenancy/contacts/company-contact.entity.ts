import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { Company } from '../company.entity.js';
import type { AccessRole } from './access-roles.js';

/** A person of the company who can decide on actions. */
@Entity()
@Unique(['companyId', 'id'])
@Unique(['companyId', 'externalId'])
@Index(['companyId', 'name', 'id'])
@Index('company_contact_access_email_idx', { synchronize: false })
@Check('company_contact_access_role_check', `access_role IN ('viewer', 'decider', 'admin')`)
@Check('company_contact_access_check', `num_nulls(access_role, access_email, access_id) IN (0, 3)`)
export class CompanyContact {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  companyId: string;

  /** The accounting system's key; null if the contact was not created by a ledger sync. */
  @Column('text', { nullable: true })
  externalId: string | null;

  @Column('text')
  name: string;

  @Column('text')
  email: string;

  /** The role in the company, such as Head of Collections; null if unknown. */
  @Column('text', { nullable: true })
  role: string | null;

  /** Whether the person may decide. Contacts are deactivated instead of deleted, because the approval log refers to them. */
  @Column('boolean', { default: true })
  active: boolean;

  /** The role with which the person logs in; null without access. Only admins and the operator grant it, never a ledger sync. */
  @Column('text', { nullable: true })
  accessRole: AccessRole | null;

  /** The e-mail address to which access was granted. Access rests while the contact has another one (see LIVE_ROLE). */
  @Column('text', { nullable: true })
  accessEmail: string | null;

  /**
   * Identifies the person to whom access was granted: new when access is granted to a contact without it or with another e-mail
   * address. Tokens, sessions and links are bound to it.
   */
  @Column('uuid', { nullable: true })
  accessId: string | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt: Date;

  @ManyToOne(() => Company)
  @JoinColumn({ name: 'company_id' })
  company?: Company;
}
