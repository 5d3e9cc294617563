import { useLocation } from 'wouter';
import { tabOf } from '../../inbox/tab-of.js';
import { TAB_NAMES } from '../../inbox/tabs.js';
import { currentCommands } from '../../keys/commands.js';
import { money } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import { usePages } from '../pages.js';
import type { Entry, EntryGroup } from './entries.js';
import { useFound } from './found.js';
import { matchByName } from './match-commands.js';

/** What the palette offers for a text, in groups without empty ones. */
export function usePaletteEntries(text: string) {
  const [, goTo] = useLocation();
  const pages = usePages();
  const found = useFound(text);

  const now: Entry[] = currentCommands().map((command) => ({ id: `do:${command.name}`, ...command }));
  const places: Entry[] = [
    ...TAB_NAMES.map((tab) => ({ name: texts.shell.tabs[tab], path: `/inbox/${tab}` })),
    ...pages.map((page) => ({ name: texts.shell.pages[page], path: `/${page}` })),
  ].map(({ name, path }) => ({ id: path, name, run: () => goTo(path) }));
  const customers: Entry[] = found.customers.map(({ id, name }) => ({
    id: `customer:${id}`,
    name,
    run: () => goTo(`/customers/${id}`),
  }));
  const actions: Entry[] = found.actions.map((action) => ({
    id: `action:${action.id}`,
    name: `${action.customer.name} · ${action.recommendation_label}`,
    detail: [
      action.invoice?.invoice_number,
      action.invoice && money(action.invoice.balance, action.invoice.currency),
      texts.shell.tabs[tabOf(action)],
    ]
      .filter(Boolean)
      .join(' · '),
    run: () => goTo(`/inbox/${tabOf(action)}/${action.id}`),
  }));
  const groups: EntryGroup[] = [
    { id: 'now', entries: matchByName(now, text) },
    { id: 'pages', entries: matchByName(places, text) },
    { id: 'customers', entries: customers },
    { id: 'actions', entries: actions },
  ];
  return {
    groups: groups.filter(({ entries }) => entries.length > 0),
    isSearching: found.isSearching,
    error: found.error,
  };
}
