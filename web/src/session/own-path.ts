/**
 * Whether a text is a path of this page, so that it may be gone to. Browsers read `//host` and `/\host` as another host, and ignore
 * tabs and line breaks in between.
 * @param origin the origin of the page
 */
export function isOwnPath(text: string, origin: string): boolean {
  if (!text.startsWith('/') || text.startsWith('/login') || !URL.canParse(text, origin)) return false;
  return new URL(text, origin).origin === origin;
}
