import { useEffect } from 'react';
import { number } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { usePlace } from './place.js';

/** Names the browser's tab after the page, with the number of actions in it. */
export function PageTitle() {
  const { name, count } = usePlace();
  const title = texts.shell.title(name, count ? number(count) : null);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}
