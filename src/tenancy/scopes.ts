/** What a token may do, and how the documents say it. */
export const SCOPES = {
  read: 'see companies, contacts, customers, invoices and actions',
  decide: 'decide on actions, rewrite, delete and restore them',
  ledger: 'write customers, contacts and invoices',
  propose: 'propose actions, and run the policy',
} as const;

export type Scope = keyof typeof SCOPES;

export const SCOPE_NAMES = Object.keys(SCOPES) as Scope[];
