import { isOwnPath } from './own-path.js';

const STORED = 'daybook.return';
const HOME = '/';

/** The address of the page that is open, without the host. */
export const currentPath = (): string => location.pathname + location.search;

/** Keeps where the person is, for when the log-in ends in another tab: a link in an e-mail opens one. */
export function rememberPath(): void {
  if (isOwnPath(currentPath(), location.origin)) localStorage.setItem(STORED, currentPath());
}

/** Where the person was, once; the inbox if it is not known. */
export function takeRememberedPath(): string {
  const path = localStorage.getItem(STORED) ?? HOME;
  localStorage.removeItem(STORED);
  return isOwnPath(path, location.origin) ? path : HOME;
}
