/** The tags of the document in their order, copied by hand. */
export const TAGS = [
  'Companies',
  'Actions',
  'Recommendations',
  'Delivery',
  'Events',
  'Webhooks',
  'Approval log',
  'Ledger',
  'Session',
  'Health',
];
