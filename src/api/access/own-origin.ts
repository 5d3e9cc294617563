/** What a browser says about the page that sent a request. */
export interface RequestOrigin {
  origin: string | undefined;
  /** Sec-Fetch-Site: `none` if no page sent it, but a person. */
  fetchSite: string | undefined;
  /** The Host to which the request was sent. */
  host: string | undefined;
}

/**
 * Whether a page of this installation sent a request, and not another site that lets the browser add the session cookie (CSRF). Of
 * other names than the public one, the host is enough: a site under another name never gets the cookie, and a proxy that ends TLS hides
 * the scheme. Under the public name, http:// is another origin than https://: anybody on the way can have changed its pages.
 */
export function isOwnOrigin(
  { origin, fetchSite, host }: RequestOrigin,
  publicUrl: string | undefined,
): boolean {
  const isFetchOwn = fetchSite === 'same-origin' || (fetchSite === 'none' && origin === undefined);
  if (fetchSite !== undefined && !isFetchOwn) return false;
  if (origin === undefined) return isFetchOwn;
  if (origin === publicUrl) return true;
  if (host === undefined || !URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  return from === host.toLowerCase() && (publicUrl === undefined || from !== new URL(publicUrl).host);
}
