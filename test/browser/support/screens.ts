import type { Inbox } from './inbox.js';

/** A state of the page that people see: its address, and what to do there first. */
export interface Screen {
  name: string;
  /** The path; `:action` stands for an action that waits for a decision, `:customer` for its customer. */
  path: string;
  /** Keys to press when it is there. */
  keys?: string[];
}

/** Every screen, for the tests that hold of all of them. Without a session, `way in` shows the log-in. */
export const SCREENS: readonly Screen[] = [
  { name: 'inbox', path: '/inbox/needs_action' },
  { name: 'action', path: '/inbox/needs_action/:action' },
  { name: 'in progress', path: '/inbox/in_progress' },
  { name: 'awaiting customer', path: '/inbox/awaiting_customer' },
  { name: 'scheduled', path: '/inbox/scheduled' },
  { name: 'history', path: '/inbox/history' },
  { name: 'customers', path: '/customers' },
  { name: 'customer', path: '/customers/:customer' },
  { name: 'figures', path: '/figures' },
  { name: 'import', path: '/import' },
  { name: 'policy run', path: '/policy' },
  { name: 'settings', path: '/settings' },
  { name: 'palette', path: '/inbox/needs_action', keys: ['Control+k'] },
  { name: 'help', path: '/inbox/needs_action', keys: ['?'] },
];

/** The path of a screen with real ids. */
export async function pathOf(inbox: Inbox, { path }: Screen): Promise<string> {
  if (!path.includes(':')) return path;
  const { data } = await inbox.request<{ data: { id: string; customer: { id: string } }[] }>(
    'GET',
    '/actions?category=needs_action&page_size=1',
  );
  return path.replace(':action', data[0]!.id).replace(':customer', data[0]!.customer.id);
}
