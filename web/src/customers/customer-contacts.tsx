import type { CustomerResponse } from '@daybook/client';
import { Chip } from '../controls/chip.js';
import { Section } from '../controls/page.js';
import { texts } from '../texts/texts.js';

const words = texts.customers.contacts;

/** The people and addresses at the customer. */
export function CustomerContacts({ customer }: { customer: CustomerResponse }) {
  const { contacts, email, phone, contact_name, time_zone } = customer;
  return (
    <Section title={words.title}>
      {contacts.length === 0 && <p className="muted">{email ? words.none : words.noAddress}</p>}
      <ul className="customer-list">
        {(email || phone || contact_name) && (
          <li>
            <div>{contact_name ?? words.main}</div>
            <div className="muted">{[email, phone, time_zone].filter(Boolean).join(' · ')}</div>
          </li>
        )}
        {contacts.map((contact) => (
          <li key={`${contact.purpose} ${contact.email}`}>
            <div className="row">
              {contact.name}
              <Chip>{words.purposes[contact.purpose]}</Chip>
            </div>
            <div className="muted">
              {[contact.role, contact.email, contact.language].filter(Boolean).join(' · ')}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
