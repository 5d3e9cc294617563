import { isOwnPath } from './own-path.js';

const STORED = 'daybook.return';
const HOME = '/';

/** The address of the page that is open, without the host. */
export const currentPath = (): string => location.pathname + location.search;

/** Keeps where the person is, for when the log-in ends in another tab: a link in an e-mail opens one. */
export function rememberPath(): void {
  if (isOwnPath(currentPath(), location.origin)) localStorage.setItem(STORED, currentPath());
}

/** Where the person was when the log-in began; null if it is not known. */
export function rememberedPath(): string | null {
  const path = localStorage.getItem(STORED);
  return path !== null && isOwnPath(path, location.origin) ? path : null;
}

/** For a person who is logged in: a later log-in must not lead to where an earlier one began. */
export const forgetPath = (): void => localStorage.removeItem(STORED);

/** Where the person was, once; the inbox if it is not known. */
export function takeRememberedPath(): string {
  const path = rememberedPath() ?? HOME;
  forgetPath();
  return path;
}
