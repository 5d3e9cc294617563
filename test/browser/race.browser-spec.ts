import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { anAction, entryOf, logOf, reaches, theAction } from './support/actions.js';
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

describe('two people at one list', () => {
  it('see each other’s decisions at once, with who decided', async () => {
    const action = await anAction(inbox);
    const dana = await open(inbox, '/inbox/needs_action', 'admin');
    const row = dana.page.locator(`[data-id="${action.id}"]`);
    await dana.page.getByRole('searchbox').fill(action.invoice!.invoice_number);
    await row.waitFor();
    const ines = await open(inbox, `/inbox/needs_action/${action.id}`, 'decider');
    await ines.page.getByRole('button', { name: 'Reject' }).click();
    await ines.page.keyboard.press('1');
    await row.waitFor({ state: 'detached' });
    await dana.page.getByText(`${PEOPLE.decider} rejected ${action.recommendation_label}`).waitFor();
  });

  it('never decide twice: who is later sees what the other has decided', async () => {
    const action = await anAction(inbox);
    const dana = await open(inbox, `/inbox/needs_action/${action.id}`, 'admin');
    dana.expectStatus(412);
    dana.expectStatus(409);
    const ines = await open(inbox, `/inbox/needs_action/${action.id}`, 'decider');
    for (const { page } of [dana, ines]) await page.getByRole('button', { name: 'Reject' }).waitFor();
    await dana.page.keyboard.press('a');
    await ines.page.keyboard.press('r');
    await ines.page.getByRole('dialog').waitFor();
    await ines.page.keyboard.press('1');
    await reaches(inbox, action, 'cancelled');
    await dana.page.getByText('Approving failed:').waitFor();
    await dana.page.getByRole('link', { name: 'Open', exact: true }).click();
    const changed = dana.page.getByRole('alert').filter({ hasText: 'This has changed since you opened it.' });
    await changed.getByText(`${PEOPLE.decider} rejected`).waitFor();
    expect((await logOf(inbox, action)).map(({ command }) => command)).not.toContain('approve');
  });

  it('never approve a text that they have not seen', async () => {
    const action = await anAction(inbox);
    const dana = await open(inbox, `/inbox/needs_action/${action.id}`, 'admin');
    const ines = await open(inbox, `/inbox/needs_action/${action.id}`, 'decider');
    for (const { page } of [dana, ines])
      await page.getByRole('button', { name: 'Approve and send' }).waitFor();
    await ines.page.keyboard.press('e');
    await ines.page.getByRole('textbox', { name: 'Text' }).fill('Another text.');
    await ines.page.getByRole('button', { name: 'Save' }).click();
    const changed = dana.page.getByRole('alert').filter({ hasText: 'This has changed since you opened it.' });
    await changed.getByText(`${PEOPLE.decider} edited`).waitFor();
    await dana.page.getByRole('button', { name: 'Approve this version' }).click();
    await reaches(inbox, action, 'completed');
    expect(await entryOf(inbox, action, 'approve')).toMatchObject({ approved_by_name: PEOPLE.admin });
    expect((await theAction(inbox, action)).effective_content).toBe('Another text.');
  });

  it('see that a payment has taken an action away', async () => {
    const action = await anAction(inbox);
    const { page } = await open(inbox, `/inbox/needs_action/${action.id}`, 'decider');
    await page.getByRole('button', { name: 'Approve and send' }).waitFor();
    const { data } = await inbox.request<{ data: Record<string, unknown>[] }>(
      'GET',
      `/invoices?search=${action.invoice!.invoice_number}`,
    );
    const { invoice_number, customer_external_id, amount, currency, issued_on, due_date } = data[0]!;
    await inbox.request('PUT', '/ledger', {
      invoices: [
        {
          invoice_number,
          customer_external_id,
          amount,
          currency,
          issued_on,
          due_date,
          balance: '0.00',
          status: 'paid',
        },
      ],
    });
    await page.getByText(`${action.customer.name} paid ${action.invoice!.invoice_number}`).waitFor();
    await page.getByRole('button', { name: 'Approve and send' }).waitFor({ state: 'detached' });
  });
});
