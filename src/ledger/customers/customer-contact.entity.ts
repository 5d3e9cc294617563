import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { LIMITS } from '../../limits.js';
import type { ContactPurpose } from './contact-purpose.js';
import { Customer } from './customer.entity.js';

/** A person or a mailbox at a customer. The ledger sync replaces the list of a customer as a whole, so its place is its key. */
@Entity()
@Check('customer_contact_position_check', `position BETWEEN 1 AND ${LIMITS.customerContacts}`)
@Check('customer_contact_purpose_check', `purpose IN ('billing', 'dunning', 'escalation')`)
export class CustomerContact {
  @PrimaryColumn('uuid')
  companyId: string;

  @PrimaryColumn('uuid')
  customerId: string;

  /** The place in the list, from 1. */
  @PrimaryColumn('smallint')
  position: number;

  @Column('text')
  name: string;

  @Column('text')
  email: string;

  /** Such as Head of Payables; null if unknown. */
  @Column('text', { nullable: true })
  role: string | null;

  @Column('text')
  purpose: ContactPurpose;

  /** A BCP 47 language tag, such as de-AT; null if unknown. */
  @Column('text', { nullable: true })
  language: string | null;

  @ManyToOne(() => Customer)
  @JoinColumn([
    { name: 'company_id', referencedColumnName: 'companyId' },
    { name: 'customer_id', referencedColumnName: 'id' },
  ])
  customer?: Customer;
}
