import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { accessibilityProblems, scrollsSideways } from './support/accessibility.js';
import { type Inbox, startInbox, stopInbox } from './support/inbox.js';
import { pathOf, SCREENS } from './support/screens.js';
import { takeScreenshot } from './support/screenshots.js';
import { closeBrowser, leave, open } from './support/visitor.js';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await startInbox();
});
afterEach(leave);
afterAll(async () => {
  await closeBrowser();
  await stopInbox();
});

const NAMES = ['inbox', 'action', 'in progress', 'customer', 'figures', 'palette'];
const WIDTHS = [1440, 320];

describe.each(SCREENS.filter(({ name }) => NAMES.includes(name)))('the screen "$name"', (screen) => {
  it.each(WIDTHS)('is accessible and fits from right to left, %i wide', async (width) => {
    // As with a catalogue of that direction: amounts and dates are Arabic, the words stay English.
    const { page } = await open(inbox, await pathOf(inbox, screen), 'admin', { width, locale: 'ar-EG' });
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined);
    for (const key of screen.keys ?? []) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
    }
    await takeScreenshot(page, `${screen.name} right-to-left ${width}`);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
    if (screen.name !== 'inbox' || width < 900) return;
    const [navigation, list] = await Promise.all(
      ['.navigation', '.action-list'].map((name) => page.locator(name).boundingBox()),
    );
    expect(navigation!.x).toBeGreaterThan(list!.x);
  });
});
