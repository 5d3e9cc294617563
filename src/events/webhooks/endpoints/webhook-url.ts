import { LIMITS } from '../../../limits.js';

/** A URL as WHATWG URL writes it; null if it is not http or https, has a user, a password or a fragment, or is too long. */
export function webhookUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isPlain = /^https?:$/.test(url.protocol) && !url.username && !url.password && !/#/.test(text);
  return isPlain && url.href.length <= LIMITS.url ? url.href : null;
}
