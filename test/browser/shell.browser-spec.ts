import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Inbox, PEOPLE, startInbox, stopInbox } from './support/inbox.js';
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

const palette = (page: Page) => page.getByRole('dialog', { name: 'Go to or do' });
const help = (page: Page) => page.getByRole('dialog', { name: 'Keyboard shortcuts' });

describe('the navigation', () => {
  it('counts what waits, in the tabs and in the title', async () => {
    const { page } = await open(inbox, '/');
    const { categories } = await inbox.request<{ categories: Record<string, number> }>(
      'GET',
      '/actions/counts',
    );
    await page.getByRole('link', { name: `Needs action ${categories.needs_action}`, exact: true }).waitFor();
    await page.waitForFunction(() => document.title !== 'Daybook');
    expect(await page.title()).toBe(`(${categories.needs_action}) Needs action – Daybook`);
  });

  it('offers what the role allows, and the way out', async () => {
    const { page } = await open(inbox, '/', 'viewer');
    await page.getByText(PEOPLE.viewer).waitFor();
    expect(await page.getByRole('link', { name: 'Import' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Policy run' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Log out' }).count()).toBe(1);
  });

  it('can be skipped by keyboard', async () => {
    const { page } = await open(inbox, '/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement!.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement!.closest('.shell-page') !== null)).toBe(true);
  });

  it('says that there is no such page, and leads to the inbox', async () => {
    const { page } = await open(inbox, '/inbox');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.getByRole('link', { name: 'Go to the inbox' }).click();
    await page.waitForURL('**/inbox/needs_action');
  });

  it('is behind a button where it is narrow', async () => {
    const { page } = await open(inbox, '/', 'admin', { width: 320, height: 640 });
    const tab = page.getByRole('link', { name: /Scheduled/ });
    expect(await tab.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Menu' }).click();
    await tab.click();
    await page.waitForURL('**/inbox/scheduled');
    expect(await tab.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.keyboard.press('Escape');
    expect(await tab.isVisible()).toBe(false);
  });

  it('keeps the chosen colours', async () => {
    const { page } = await open(inbox, '/');
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByLabel('Colours').selectOption('Dark');
    const dark = await background();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.locator('.navigation').waitFor();
    expect(await background()).toBe(dark);
  });
});

describe('the command palette', () => {
  it('opens by keyboard, goes to a page, and gives the focus back', async () => {
    const { page } = await open(inbox, '/');
    await page.keyboard.press('Control+k');
    await palette(page).waitFor();
    await page.keyboard.type('sched');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/inbox/scheduled');
    await palette(page).waitFor({ state: 'detached' });
  });

  it('moves through its entries by arrows, around the ends', async () => {
    const { page } = await open(inbox, '/');
    await page.keyboard.press('Control+k');
    const options = palette(page).getByRole('option');
    await options.first().waitFor();
    const selected = () => palette(page).getByRole('option', { selected: true }).textContent();
    const first = await options.first().textContent();
    expect(await selected()).toBe(first);
    await page.keyboard.press('ArrowUp');
    expect(await selected()).toBe(await options.last().textContent());
    await page.keyboard.press('ArrowDown');
    expect(await selected()).toBe(first);
  });

  it('finds customers and invoices by a few letters', async () => {
    const { data } = await inbox.request<{
      data: { id: string; customer: { name: string }; invoice: { invoice_number: string } }[];
    }>('GET', '/actions?category=needs_action&page_size=1');
    const [{ customer, invoice }] = data as [(typeof data)[0]];
    const { page } = await open(inbox, '/');
    await page.keyboard.press('Control+k');
    await page.keyboard.type(customer.name.slice(0, 6));
    const group = palette(page).getByRole('group', { name: 'Customers' });
    await group.getByRole('option', { name: customer.name }).waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type(invoice.invoice_number);
    const actions = palette(page).getByRole('group', { name: 'Actions' });
    await actions.getByRole('option', { name: invoice.invoice_number }).first().click();
    await page.waitForURL(/\/inbox\/\w+\/[0-9a-f-]{36}/);
  });

  it('says that it found nothing, and closes', async () => {
    const { page } = await open(inbox, '/');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('(.*zzz%_');
    await page.getByText('Nothing found for “(.*zzz%_”.').waitFor();
    await page.keyboard.press('Escape');
    await palette(page).waitFor({ state: 'detached' });
  });
});

describe('the help', () => {
  it('shows the keys, and turns single letters off for good', async () => {
    const { page } = await open(inbox, '/');
    await page.keyboard.press('?');
    await help(page).waitFor();
    await help(page).getByRole('row', { name: 'Approve A' }).waitFor();
    await page.getByLabel('Shortcuts of a single letter').uncheck();
    await page.keyboard.press('Escape');
    await help(page).waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('.navigation').waitFor();
    await page.keyboard.press('?');
    expect(await help(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await help(page).waitFor();
  });

  it('does not open while somebody types', async () => {
    const { page } = await open(inbox, '/');
    await page.keyboard.press('Control+k');
    await palette(page).waitFor();
    await page.keyboard.type('?');
    expect(await help(page).count()).toBe(0);
  });
});
