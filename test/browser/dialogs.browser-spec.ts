import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Inbox, startInbox, stopInbox } from './support/inbox.js';
import { closeBrowser, leave, open } from './support/visitor.js';
import { takeScreenshot } from './support/screenshots.js';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await startInbox();
});
afterEach(leave);
afterAll(async () => {
  await closeBrowser();
  await stopInbox();
});

const PATH = '/inbox/needs_action';
const NARROW = { width: 320, height: 640 };
const filters = (page: Page) => page.getByRole('dialog', { name: 'Filters' });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

async function select(page: Page, count: number): Promise<void> {
  const boxes = page.getByRole('checkbox');
  await boxes.first().waitFor();
  for (let index = 0; index < count; index++) await boxes.nth(index).click();
}

describe('a dialog beside what opened it', () => {
  it.each([{}, NARROW])('is inside the window, takes the focus, and gives it back: %j', async (look) => {
    const { page } = await open(inbox, PATH, 'admin', look);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('combobox', { name: 'Type' }).waitFor();
    const box = (await filters(page).boundingBox())!;
    await takeScreenshot(page, `filters ${look === NARROW ? 'narrow' : 'light'}`);
    const width = look === NARROW ? 320 : 1440;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement!.closest('dialog') !== null)).toBe(true);
    await page.keyboard.press('Escape');
    await filters(page).waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Filters');
  });

  it('closes on a click beside it, but not when selected text ends there', async () => {
    const { page } = await open(inbox, PATH);
    await page.getByRole('button', { name: 'Filters' }).click();
    const source = page.locator('input[name=source]');
    await source.fill('policy');
    const box = (await source.boundingBox())!;
    await page.mouse.move(box.x + 40, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(1200, 700);
    await page.mouse.up();
    expect(await filters(page).count()).toBe(1);
    await page.mouse.click(1200, 700);
    await filters(page).waitFor({ state: 'detached' });
  });

  it('filters, and the focus is where it was', async () => {
    const { page } = await open(inbox, PATH);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('combobox', { name: 'Type' }).selectOption('Call');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL(/action_type=call/);
    await filters(page).waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Filters (1)');
  });
});

describe('the rejection of several actions', () => {
  it.each([{}, NARROW])('asks for a reason and for a click: %j', async (look) => {
    const { page } = await open(inbox, PATH, 'admin', look);
    await select(page, 2);
    await page.getByRole('button', { name: 'Reject…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reject 2 actions' });
    const reject = dialog.getByRole('button', { name: 'Reject 2 actions' });
    expect(await reject.isDisabled()).toBe(true);
    await page.keyboard.press('7');
    expect(await reject.isDisabled()).toBe(true);
    await page.keyboard.type('duplicate');
    await takeScreenshot(page, `reject several ${look === NARROW ? 'narrow' : 'light'}`);
    expect(await reject.isEnabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByText('2 selected').count()).toBe(1);
    await page.getByRole('button', { name: 'Reject…' }).click();
    await page.keyboard.press('1');
    await reject.click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('2 selected').waitFor({ state: 'detached' });
  });
});

// The last one, because it ends the session of the others.
describe('logging out', () => {
  it('sends what was approved a moment before', async () => {
    const { page } = await open(inbox, PATH);
    const { data } = await inbox.request<{ data: { id: string }[] }>(
      'GET',
      '/actions?category=needs_action&page_size=1',
    );
    const [{ id }] = data as [{ id: string }];
    await page.goto(`${inbox.url}${PATH}/${id}`);
    await page.getByRole('button', { name: /^Approve/ }).waitFor();
    await page.keyboard.press('a');
    await page.getByRole('button', { name: /^Undo/ }).waitFor();
    const left = page.waitForURL('**/login');
    await page.getByRole('button', { name: 'Log out' }).click();
    await left;
    const action = await inbox.request<{ status: string }>('GET', `/actions/${id}`);
    expect(['processing', 'completed']).toContain(action.status);
  });
});
