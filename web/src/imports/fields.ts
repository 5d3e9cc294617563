/**
 * What a column of the file can hold. The names are those of `ledger import` on the command line (src/ledger-sync/csv), and of the
 * rows of PUT ledger where that command has none.
 */
export const FIELDS = [
  'customer',
  'customer_name',
  'customer_email',
  'customer_phone',
  'customer_contact',
  'invoice_number',
  'external_id',
  'issued_on',
  'due_date',
  'amount',
  'balance',
  'currency',
  'status',
  'settled_on',
  'promised_on',
  'disputed',
] as const;
export type Field = (typeof FIELDS)[number];

/** `currency` may be given once for the whole file instead. */
export const REQUIRED: readonly Field[] = ['customer', 'invoice_number', 'due_date', 'amount'];

/** The place of the column of each field, from 0. */
export type Mapping = Partial<Record<Field, number>>;

/** Usual names of columns, without case, accents and punctuation; English and German. The first of a field that fits is taken. */
const NAMES: Record<Field, string[]> = {
  customer: [
    'customer',
    'customer no',
    'customer number',
    'customer id',
    'customer code',
    'customer key',
    'customer external id',
    'account',
    'account no',
    'account number',
    'debtor',
    'debtor no',
    'client',
    'client id',
    'client no',
    'kundennummer',
    'kunden nr',
    'kundennr',
    'debitor',
    'debitorennummer',
  ],
  customer_name: [
    'customer name',
    'company',
    'company name',
    'client name',
    'debtor name',
    'name',
    'kunde',
    'kundenname',
    'firma',
  ],
  customer_email: ['customer email', 'customer e mail', 'email', 'e mail', 'email address', 'mail'],
  customer_phone: ['customer phone', 'phone', 'phone number', 'telephone', 'tel', 'telefon'],
  customer_contact: ['customer contact', 'contact', 'contact name', 'contact person', 'ansprechpartner'],
  invoice_number: [
    'invoice number',
    'invoice no',
    'invoice nr',
    'invoice',
    'invoice id',
    'document number',
    'document no',
    'number',
    'no',
    'rechnungsnummer',
    'rechnungs nr',
    'rechnung',
    'belegnummer',
    'beleg nr',
  ],
  external_id: ['external id', 'key', 'id', 'guid'],
  issued_on: [
    'issued on',
    'issue date',
    'invoice date',
    'issued',
    'date',
    'document date',
    'rechnungsdatum',
    'belegdatum',
    'datum',
  ],
  due_date: [
    'due date',
    'due on',
    'due',
    'payment due',
    'net due date',
    'faelligkeit',
    'fallig',
    'falligkeit',
    'fallig am',
    'falligkeitsdatum',
  ],
  amount: [
    'amount',
    'total',
    'invoice amount',
    'gross amount',
    'gross',
    'invoice total',
    'betrag',
    'bruttobetrag',
    'rechnungsbetrag',
  ],
  balance: [
    'balance',
    'open',
    'open amount',
    'open balance',
    'outstanding',
    'amount due',
    'remaining',
    'offen',
    'offener betrag',
    'saldo',
  ],
  currency: ['currency', 'currency code', 'curr', 'ccy', 'wahrung'],
  status: ['status', 'state', 'invoice status'],
  settled_on: [
    'settled on',
    'paid on',
    'paid date',
    'payment date',
    'settled',
    'bezahlt am',
    'zahlungsdatum',
  ],
  promised_on: ['promised on', 'promise date', 'promise to pay', 'promised'],
  disputed: ['disputed', 'dispute', 'in dispute', 'reklamation'],
};

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** Finds the column of each field by its name. A column serves one field at most; fields without a column are absent. */
export function guessColumns(header: readonly string[]): Mapping {
  const names = header.map(plain);
  const mapping: Mapping = {};
  const taken = new Set<number>();
  const candidates = FIELDS.flatMap((field) => NAMES[field].map((name, rank) => ({ field, name, rank })));
  // The most usual names first, so that "invoice" is no number if there is an "invoice number".
  for (const { field, name } of candidates.toSorted((a, b) => a.rank - b.rank)) {
    const index = names.findIndex((text, place) => text === name && !taken.has(place));
    if (mapping[field] !== undefined || index === -1) continue;
    mapping[field] = index;
    taken.add(index);
  }
  return mapping;
}

/** The required fields that have no column. */
export const missingFields = (mapping: Mapping): Field[] =>
  REQUIRED.filter((field) => mapping[field] === undefined);
