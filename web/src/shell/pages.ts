import { useMay } from '../session/session.js';
import { texts } from '../texts/texts.js';

/** A page beside the inbox, by the first part of its path. */
export type Page = keyof typeof texts.shell.pages;
const PAGES = Object.keys(texts.shell.pages) as Page[];

/** The pages that the person can use: those that only write need the scope for it. */
export function usePages(): Page[] {
  const may: Partial<Record<Page, boolean>> = { import: useMay('ledger'), policy: useMay('propose') };
  return PAGES.filter((page) => may[page] ?? true);
}
