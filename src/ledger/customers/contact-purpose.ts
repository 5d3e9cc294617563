/** What a contact of a customer is written to about. */
export const CONTACT_PURPOSES = ['billing', 'dunning', 'escalation'] as const;
export type ContactPurpose = (typeof CONTACT_PURPOSES)[number];
