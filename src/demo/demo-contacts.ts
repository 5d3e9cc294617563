import type { ContactPurpose } from '../ledger/customers/contact-purpose.js';
import type { CustomerRecord } from '../ledger/writes/ledger-records.js';

/** Customer, name, mailbox, domain, purpose, language. */
const CONTACTS: [string, string, string, string, ContactPurpose, string][] = [
  ['C-1232', 'Owen Prys', 'o.prys', 'merrowdale-dairy.example', 'dunning', 'en-GB'],
  ['C-1232', 'Accounts', 'payables', 'merrowdale-dairy.example', 'billing', 'en-GB'],
  ['C-1232', 'Elin Marsh', 'e.marsh', 'merrowdale-dairy.example', 'escalation', 'en-GB'],
  ['C-1099', 'Priya Nair', 'p.nair', 'emberlow-coffee.example', 'dunning', 'en-US'],
  ['C-1099', 'Billing', 'billing', 'emberlow-coffee.example', 'billing', 'en-US'],
  ['C-1218', 'Billing', 'billing', 'lanternway-books.example', 'billing', 'en-US'],
  ['C-1141', 'Jonas Reuter', 'j.reuter', 'gr-nholt-logistik-gmbh.example', 'dunning', 'de-DE'],
];

/** The contacts of some customers of the demo; the others have the e-mail address of the ledger file alone. */
export function demoContacts(): CustomerRecord[] {
  const ids = [...new Set(CONTACTS.map(([customer]) => customer))];
  return ids.map((external_id) => ({
    external_id,
    name: null,
    contacts: CONTACTS.filter(([customer]) => customer === external_id).map(
      ([, name, mailbox, domain, purpose, language]) => {
        return { name, email: `${mailbox}@${domain}`, role: null, purpose, language };
      },
    ),
  }));
}
