import type { ListActionsData } from '@daybook/client';

type Query = NonNullable<ListActionsData['query']>;

/** The tabs of the inbox, in their order, and the list of the API that each shows. */
export const TABS = {
  needs_action: { category: 'needs_action' },
  in_progress: { category: 'in_progress' },
  awaiting_customer: { category: 'awaiting_customer' },
  scheduled: { status: 'scheduled' },
  history: { category: 'history' },
} as const satisfies Record<string, Query>;

export type Tab = keyof typeof TABS;
export const TAB_NAMES = Object.keys(TABS) as Tab[];
export const isTab = (text: string): text is Tab => text in TABS;
