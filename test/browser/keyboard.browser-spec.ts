import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually, logOf } from './support/actions.js';
import { type Inbox, startInbox, stopInbox } from './support/inbox.js';
import { closeBrowser, leave, logIn, open } from './support/visitor.js';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await startInbox();
});
afterEach(leave);
afterAll(async () => {
  await closeBrowser();
  await stopInbox();
});

const openId = (page: Page): string | undefined => new URL(page.url()).pathname.split('/')[3];

/** Ten decisions as a clerk takes them, and the keys of each. */
const DECISIONS = [
  ['a'],
  ['a'],
  ['r', '5'],
  ['a'],
  ['s', '1'],
  ['e', 'End', '!', 'Escape', 'a'],
  ['a'],
  ['r', '7', 'n', 'o', 'Enter'],
  ['a'],
  ['a'],
];

describe('without a mouse', () => {
  it('ten actions are cleared, with three keys for each at most on average', async () => {
    const { page } = await logIn(inbox, 'decider');
    await page.locator('[data-id]').first().waitFor();
    const decided: string[] = [];
    let presses = 0;
    const press = async (key: string) => {
      presses += 1;
      await page.keyboard.press(key);
    };
    await press('j');
    for (const keys of DECISIONS) {
      const id = openId(page)!;
      decided.push(id);
      await page.getByRole('region', { name: 'Decision', exact: true }).getByRole('button').first().waitFor();
      for (const key of keys) {
        await press(key);
        if (key === 'r' || key === 's') await page.getByRole('dialog').waitFor();
        if (key === 'e') await page.getByRole('textbox', { name: 'Text' }).waitFor();
      }
      await page.waitForURL((url) => !url.pathname.includes(id));
      expect(openId(page)).toBeDefined();
    }
    expect(presses / DECISIONS.length).toBeLessThanOrEqual(3);
    const isStored = async (id: string) =>
      (await logOf(inbox, { id })).some(({ command }) => /approve|reject|edit/.test(command));
    for (const id of decided) await eventually(() => isStored(id), Boolean);
    expect(new Set(decided).size).toBe(DECISIONS.length);
  });

  it('everything can be reached with Tab, and the focus can be seen', async () => {
    const { page } = await open(inbox, '/inbox/needs_action', 'decider');
    await page.locator('[data-id]').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    const seen = new Set<string>();
    for (let index = 0; index < 30; index += 1) {
      await page.keyboard.press('Tab');
      seen.add(await focused(page));
      expect(await hasOutline(page)).toBe(true);
    }
    for (const name of ['History', 'Log out', 'Filters']) expect([...seen].join('\n')).toContain(name);
    expect(seen).toContain('row');
  });
});

/** What a screen reader would say about the element with the focus, roughly; "row" for a row of the list. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    return element.role === 'row' || element.getAttribute('role') === 'row'
      ? 'row'
      : (element.getAttribute('aria-label') ?? element.textContent ?? element.tagName);
  });

const hasOutline = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element === null || element === document.body || getComputedStyle(element).outlineStyle !== 'none';
  });
