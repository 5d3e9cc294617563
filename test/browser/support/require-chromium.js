import { findChromium } from '../../support/find-chromium.js';

/** @throws Error without a stack, if there is no browser: one sentence says what to install */
export default function requireChromium() {
  const path = findChromium();
  if (path) process.env.CHROMIUM = path;
  else {
    process.stderr.write(
      'The browser tests need Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM to the path of one.\n',
    );
    process.exit(1);
  }
}
