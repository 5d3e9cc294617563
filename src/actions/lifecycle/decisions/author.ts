/** Who proposed an action or edited its message: the actor of the log entry, and the contact for whom it acted, if proven. */
export interface Author {
  actor: string;
  contactId: string | null;
}

/** The fields of an edit that change what the customer gets. A new time or urgency makes nobody an author. */
export const MESSAGE_FIELDS = ['subject', 'content', 'to', 'cc'] as const;

/** The source of the recommendations of the built-in policy, which no client can have. */
export const DUNNING_POLICY = 'dunning_policy';
