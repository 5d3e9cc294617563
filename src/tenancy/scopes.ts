/** The scopes of tokens, with their descriptions for the documentation. */
export const SCOPES = {
  read: 'read companies, settings, contacts, customers, invoices, recommendations and actions',
  decide: 'decide on actions; edit, delete and restore them; hold customers and invoices',
  ledger: 'write customers, contacts and invoices',
  propose: 'recommend actions, and run the dunning policy',
  admin: 'change the settings of the company',
} as const;

export type Scope = keyof typeof SCOPES;

export const SCOPE_NAMES = Object.keys(SCOPES) as Scope[];
