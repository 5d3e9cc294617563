import type { ActionCountsResponse } from '@daybook/client';
import type { Tab } from '../inbox/tabs.js';

type Counts = Pick<ActionCountsResponse, 'categories' | 'statuses' | 'deliveries'>;

/** How many actions a tab has. */
export const countOf = (counts: Counts, tab: Tab): number =>
  tab === 'scheduled' ? counts.statuses.scheduled : counts.categories[tab];

/** How many e-mails did not go out, or may not have: people have to look at them. */
export const failedDeliveries = ({ deliveries }: Counts): number => deliveries.failed + deliveries.unknown;
