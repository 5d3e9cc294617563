import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { accessibilityProblems, scrollsSideways } from './support/accessibility.js';
import { type Inbox, startInbox, stopInbox } from './support/inbox.js';
import { pathOf, type Screen, SCREENS } from './support/screens.js';
import { takeScreenshot } from './support/screenshots.js';
import { closeBrowser, leave, type Look, open, visit } from './support/visitor.js';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await startInbox();
});
afterEach(leave);
afterAll(async () => {
  await closeBrowser();
  await stopInbox();
});

const LOOKS: Record<string, Look> = {
  light: {},
  dark: { scheme: 'dark' },
  narrow: { width: 320, height: 640, reducedMotion: 'reduce' },
};

async function show(screen: Screen, look: Look) {
  const { page } = await open(inbox, await pathOf(inbox, screen), 'admin', look);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  for (const key of screen.keys ?? []) {
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
  }
  return page;
}

describe.each(SCREENS)('the screen "$name"', (screen) => {
  it.each(Object.keys(LOOKS))('is accessible and fits, %s', async (name) => {
    const page = await show(screen, LOOKS[name]!);
    await takeScreenshot(page, `${screen.name} ${name}`);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
  });
});

describe('the way in', () => {
  it.each(Object.keys(LOOKS))('is accessible and fits, %s', async (name) => {
    const { page, expectStatus } = await visit(LOOKS[name]);
    expectStatus(401);
    await page.goto(`${inbox.url}/login?error=unknown_contact`);
    await page.getByRole('heading', { name: 'Log in to Daybook' }).waitFor();
    await page.getByLabel('E-mail address').waitFor();
    await takeScreenshot(page, `log-in ${name}`);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
  });
});
