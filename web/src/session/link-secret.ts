import { useEffect, useState } from 'react';

/** The secret of a one-time link, and whether it waits for a click: programs that check e-mails open links, too. */
export interface LinkSecret {
  secret: string;
  needsClick: boolean;
}

/** Reads the secret behind `#` and removes it from the address bar and the history, before anything else is done. */
function takeSecret(): LinkSecret | null {
  const secret = location.hash.slice(1);
  if (location.pathname !== '/login' || secret === '') return null;
  const needsClick = new URLSearchParams(location.search).has('confirm');
  history.replaceState(null, '', '/login');
  return { secret, needsClick };
}

/** When the page is loaded, before the first component renders. */
const first = takeSecret();

/** The link with which the page was opened, or the last one that was pasted into the address bar since; null without one. */
export function useLinkSecret(): LinkSecret | null {
  const [link, setLink] = useState(first);
  useEffect(() => {
    const onHashChange = () => setLink((before) => takeSecret() ?? before);
    window.addEventListener('hashchange', onHashChange);
    return () => window.removeEventListener('hashchange', onHashChange);
  }, []);
  return link;
}
