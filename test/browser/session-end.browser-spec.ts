import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityProblems, scrollsSideways } from './support/accessibility.js';
import { anAction } from './support/actions.js';
import { type Inbox, startInbox, stopInbox } from './support/inbox.js';
import { takeScreenshot } from './support/screenshots.js';
import { closeBrowser, leave, visit } from './support/visitor.js';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await startInbox();
});
afterEach(leave);
afterAll(async () => {
  await closeBrowser();
  await stopInbox();
});

/** Logs in with a clock that the test sets, and types into the text of an action. */
async function typing(width?: number) {
  const visitor = await visit({ width });
  visitor.expectStatus(401);
  const { page } = visitor;
  await page.clock.install();
  await page.goto(await inbox.linkFor('decider'));
  await page.locator('.inbox').waitFor();
  const { id } = await anAction(inbox);
  await page.goto(`${inbox.url}/inbox/needs_action/${id}`);
  await page.getByRole('button', { name: /^Edit/ }).click();
  await textOf(page).fill('Typed before the end.');
  return visitor;
}

const textOf = (page: Page) => page.getByRole('textbox', { name: 'Text' });
const statusOfSession = (page: Page) => page.evaluate(async () => (await fetch('/api/session')).status);
const STAY = { name: 'Stay logged in' };

describe('a page that nobody uses', () => {
  it.each([1440, 320])(
    'tells some minutes before that it logs out, and one click keeps the session, %i wide',
    async (width) => {
      const { page } = await typing(width);
      await page.clock.fastForward('11:30:00');
      await page.clock.runFor(20_000);
      expect(await page.getByRole('button', STAY).count()).toBe(0);
      await page.clock.fastForward('00:22:00');
      await page.getByText(/You are logged out at/).waitFor();
      await takeScreenshot(page, `session ends ${width}`);
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await scrollsSideways(page)).toBe(false);
      await page.getByRole('button', STAY).click();
      await page.getByRole('button', STAY).waitFor({ state: 'detached' });
      expect(await textOf(page).inputValue()).toBe('Typed before the end.');
    },
  );

  it('ends the session, which its own requests may have kept, and goes on where it was after a log-in', async () => {
    const { page, context } = await typing();
    await page.clock.fastForward('12:01:00');
    const dialog = page.getByRole('alertdialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    expect(await statusOfSession(page)).toBe(401);
    const other = await context.newPage();
    await other.goto(await inbox.linkFor('decider'));
    await dialog.waitFor({ state: 'detached' });
    expect(await textOf(page).inputValue()).toBe('Typed before the end.');
  });

  it('counts what is done in another tab', async () => {
    const { page, context } = await typing();
    const other = await context.newPage();
    await other.goto(`${inbox.url}/settings`);
    await other.locator('.navigation').waitFor();
    await page.evaluate(() => localStorage.setItem('daybook.seen', String(Date.now() + 6 * 3_600_000)));
    await page.clock.fastForward('12:01:00');
    await page.clock.runFor(20_000);
    expect(await statusOfSession(page)).toBe(200);
    expect(await page.getByRole('alertdialog').count()).toBe(0);
  });
});

describe('the latest end of a session', () => {
  it('can be passed without leaving the page, by a log-in in another tab', async () => {
    const { page, context } = await typing();
    await page.route('**/api/session', async (route) => {
      const response = await route.fetch();
      const ends_at = new Date(Date.now() + 5 * 60_000).toISOString();
      await route.fulfill({ response, json: { ...(await response.json()), idle_ends_at: ends_at, ends_at } });
    });
    await page.reload();
    await page.getByText(/a week after you logged in/).waitFor();
    await page.getByRole('button', { name: 'Log in again' }).click();
    const dialog = page.getByRole('dialog', { name: 'Log in again' });
    await dialog.waitFor();
    await page.unroute('**/api/session');
    const other = await context.newPage();
    await other.goto(await inbox.linkFor('decider'));
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(/a week after you logged in/).waitFor({ state: 'detached' });
    expect(await textOf(page).inputValue()).toBe('Typed before the end.');
  });
});
