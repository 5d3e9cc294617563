import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
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

const rows = (page: Page) => page.getByRole('grid').locator('[data-id]');

describe('the customers', () => {
  it('stand one below the other when narrow, without the lines of a table', async () => {
    const { page } = await open(inbox, '/customers', 'decider', { width: 320 });
    const amount = page.locator('td[data-label]').first();
    await amount.waitFor();
    const styleOf = (name: 'textAlign' | 'borderBlockEndWidth') =>
      amount.evaluate((element, property) => getComputedStyle(element)[property], name);
    expect([await styleOf('textAlign'), await styleOf('borderBlockEndWidth')]).toEqual(['start', '0px']);
  });
});

describe('the list', () => {
  it('is searched, filtered and ordered in its address, so that a reload shows the same', async () => {
    const { page } = await open(inbox, '/inbox/needs_action', 'decider');
    await rows(page).first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('emberlow');
    await page.waitForURL('**/inbox/needs_action?search=emberlow');
    await page.getByLabel('Order').selectOption('amount');
    await page.waitForURL('**sort=amount*');
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('dialog').getByLabel('Days overdue from').fill('1');
    await page.getByRole('dialog').getByRole('button', { name: 'Show' }).click();
    await page.waitForURL('**days_overdue_min=1*');
    await page.getByText('Days overdue from 1').waitFor();
    const { data } = await inbox.request<{ data: { id: string }[] }>(
      'GET',
      '/actions?category=needs_action&search=emberlow&days_overdue_min=1',
    );
    await page.reload();
    await rows(page).first().waitFor();
    const shown = await rows(page).evaluateAll((all) => all.map((row) => row.dataset.id));
    expect(new Set(shown)).toEqual(new Set(data.map(({ id }) => id)));
    await page.getByRole('button', { name: 'Remove filter: Days overdue from 1' }).click();
    await page.waitForURL((url) => !url.search.includes('days_overdue_min'));
  });

  it('says when nothing matches, with the way back', async () => {
    const { page } = await open(inbox, '/inbox/needs_action?search=zzz%25_%5C', 'decider');
    await page.getByText('No action matches.').waitFor();
    await page.getByRole('button', { name: 'Clear search and filters' }).click();
    await rows(page).first().waitFor();
  });
});

describe('the figures', () => {
  it('lead to the lists that they count', async () => {
    const { page } = await open(inbox, '/figures');
    await page.getByRole('link', { name: 'Overdue, by amount' }).click();
    await page.waitForURL('**/inbox/**');
    await rows(page).first().waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'All decisions of these days' }).click();
    await page.waitForURL('**/figures/list?of=decided*');
    await page.getByRole('heading', { name: 'Decisions' }).waitFor();
    await page.getByRole('link', { name: 'All figures' }).click();
    await page.waitForURL(/\/figures(\?|$)/);
  });
});

describe('the settings', () => {
  it('are changed by an admin, and say what is wrong beside its field', async () => {
    const { page, expectStatus } = await open(inbox, '/settings');
    expectStatus(400);
    await page.getByLabel('Name of the sender').fill('Harbour Lane, receivables');
    await page.getByLabel('Time zone').fill('Nowhere/At all');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.locator('[aria-invalid=true]').waitFor();
    await page.getByLabel('Time zone').fill('Europe/Berlin');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Saved.').waitFor();
    const settings = await inbox.request<Record<string, unknown>>('GET', '/settings');
    expect(settings).toMatchObject({ from_name: 'Harbour Lane, receivables', time_zone: 'Europe/Berlin' });
  });
});

describe('a ledger', () => {
  const HEADER = 'Doc;Who;Until;Total;Name\n';
  const csv = (amount: string) => ({
    name: 'ledger.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `${HEADER}X-1;N-1;01.09.2026;1.234,50;Newcomer GmbH\nX-2;N-1;15.09.2026;${amount};Newcomer GmbH\n`,
    ),
  });

  it('is imported from a CSV file: columns, errors, corrected file; the policy then acts on it', async () => {
    const { page } = await open(inbox, '/import');
    const file = page.locator('input[type=file]');
    const choose = async () => {
      const columns = {
        'Customer number': 'Who',
        'Invoice number': 'Doc',
        'Due date': 'Until',
        Amount: 'Total',
      };
      for (const [field, label] of Object.entries({ ...columns, 'Customer name': 'Name' }))
        await page.getByLabel(field).selectOption({ label });
      await page.getByLabel('Currency of rows without one').fill('EUR');
      await page.getByRole('button', { name: 'Check all rows' }).click();
    };
    await file.setInputFiles(csv('twelve'));
    await choose();
    await page.getByText('1 row cannot be imported:').waitFor();
    await file.setInputFiles(csv('200,00'));
    await choose();
    await page.getByText('2 rows can be imported.').waitFor();
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await page.getByText('Done. 2 rows imported.').waitFor();
    const invoices = await inbox.request<{ data: { amount: string; due_date: string }[] }>(
      'GET',
      '/invoices?search=X-1',
    );
    expect(invoices.data).toEqual([expect.objectContaining({ amount: '1234.50', due_date: '2026-09-01' })]);

    await page.getByRole('link', { name: /^Run the policy/ }).click();
    await page.getByRole('button', { name: 'See what a run would do' }).click();
    await page.getByText('A run now would:').waitFor();
    await page.getByRole('button', { name: 'Run the policy' }).click();
    await page.getByText('The run is done:').waitFor();
    await page.getByRole('link', { name: 'Open what needs action' }).click();
    await page.getByRole('searchbox').fill('Newcomer');
    await rows(page).filter({ hasText: 'Newcomer GmbH' }).first().waitFor();
  });
});

describe('logging out everywhere', () => {
  it('ends the sessions of all browsers', async () => {
    const [one, other] = [await logIn(inbox, 'viewer'), await logIn(inbox, 'viewer')];
    for (const { expectStatus } of [one, other]) expectStatus(401);
    await one.page.goto(`${inbox.url}/settings`);
    await one.page.getByRole('button', { name: 'Log out everywhere' }).click();
    await one.page.getByRole('heading', { name: 'Log in to Daybook' }).waitFor();
    await other.page.reload();
    await other.page.getByRole('heading', { name: 'Log in to Daybook' }).waitFor();
  });
});
