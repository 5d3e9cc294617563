import type { MouseEvent } from 'react';
import { texts } from '../texts/texts.js';

/** Takes who works by keyboard past the navigation: to the page's `main`, or to the first section if none is open. */
export function SkipLink() {
  const skip = (event: MouseEvent) => {
    event.preventDefault();
    const page = document.querySelector('.shell-page')!;
    const target = page.querySelector<HTMLElement>('main, section') ?? (page as HTMLElement);
    target.tabIndex = -1;
    target.focus();
  };
  return (
    <a className="skip-link" href="#content" onClick={skip}>
      {texts.shell.skip}
    </a>
  );
}
