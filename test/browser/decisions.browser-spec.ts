import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import {
  type AnAction,
  anAction,
  entryOf,
  eventually,
  logOf,
  reaches,
  theAction,
} from './support/actions.js';
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

const bar = (page: Page) => page.getByRole('region', { name: 'Decision', exact: true });

/** Opens an action as the person who decides. */
async function openAction({ id }: AnAction, tab = 'needs_action'): Promise<Page> {
  const { page } = await open(inbox, `/inbox/${tab}/${id}`, 'decider');
  await bar(page).getByRole('button').first().waitFor();
  return page;
}

/** Waits until another action, or the list alone, is open. */
const moveOn = (page: Page, { id }: AnAction) => page.waitForURL((url) => !url.pathname.includes(id));

describe('an approval', () => {
  it('is taken back with one key before anything has left the browser', async () => {
    const action = await anAction(inbox);
    const page = await openAction(action);
    await page.keyboard.press('a');
    await moveOn(page, action);
    await page.getByText('Approving').waitFor();
    await page.keyboard.press('z');
    await page.waitForURL(`**/${action.id}`);
    await page.waitForTimeout(6_500);
    expect((await theAction(inbox, action)).status).toBe('proposed');
    expect((await logOf(inbox, action)).map(({ command }) => command)).not.toContain('approve');
  });

  it('sends the e-mail with the edited text, whose changes against the draft were marked', async () => {
    const action = await anAction(inbox);
    const page = await openAction(action);
    await page.keyboard.press('e');
    const text = page.getByRole('textbox', { name: 'Text' });
    await text.fill(`${await text.inputValue()}\nPlease call us: we will find a way.`);
    await page.locator('ins', { hasText: 'we will find a way' }).waitFor();
    await bar(page).getByRole('button', { name: 'Approve and send' }).click();
    await moveOn(page, action);
    await reaches(inbox, action, 'completed');
    const entry = await entryOf(inbox, action, 'approve');
    expect(entry).toMatchObject({ approved_by_name: PEOPLE.decider, approved_by_proof: 'session' });
    const outbox = join(inbox.settings.DATA_DIR!, 'outbox');
    const name = (await readdir(outbox)).find((file) => file.startsWith(action.id))!;
    const mail = await readFile(join(outbox, name), 'utf8');
    expect(mail.replace(/=\r\n/g, '')).toContain('Please call us: we will find a way.');
  });

  it('of an unsaved text survives a reload of the page', async () => {
    const action = await anAction(inbox);
    const page = await openAction(action);
    await page.keyboard.press('e');
    await page.getByRole('textbox', { name: 'Text' }).fill('Half a sentence');
    await page.reload();
    expect(await page.getByRole('textbox', { name: 'Text' }).inputValue()).toBe('Half a sentence');
    await bar(page).getByRole('button', { name: 'Discard my changes' }).click();
    expect((await theAction(inbox, action)).effective_content).not.toBe('Half a sentence');
  });

  it('of several has a sentence for each that fails, and the others succeed', async () => {
    const { page } = await open(inbox, '/inbox/needs_action?search=Emberlow', 'decider');
    const grid = page.getByRole('grid');
    const rows = grid.getByRole('row', { name: 'Emberlow Coffee' });
    await rows.first().waitFor();
    const ids = await rows.evaluateAll((all) => all.slice(0, 3).map((row) => row.dataset.id!));
    for (const index of [0, 1, 2]) await rows.nth(index).getByRole('checkbox').check();
    await page.getByText('3 selected').waitFor();
    const selection = page.getByRole('group', { name: 'Selected actions' });
    await selection.getByRole('button', { name: 'Approve' }).click();
    // Within the six seconds, somebody else is faster.
    await inbox.request('POST', `/actions/${ids[1]}/reject`, { reason: 'paid' });
    const results = page.getByRole('dialog', { name: '2 actions were approved, 1 was not' });
    await results.getByRole('link', { name: /Emberlow Coffee/ }).waitFor();
    for (const id of [ids[0]!, ids[2]!]) await entryOf(inbox, { id }, 'approve');
    expect((await logOf(inbox, { id: ids[1]! })).map(({ command }) => command)).not.toContain('approve');
    await results.getByRole('button', { name: 'Close' }).click();
    await results.waitFor({ state: 'detached' });
  });
});

describe('an action that is not approved', () => {
  it('is rejected with a reason by two keys', async () => {
    const action = await anAction(inbox);
    const page = await openAction(action);
    await page.keyboard.press('r');
    await page.getByRole('dialog', { name: 'Why not?' }).waitFor();
    await page.keyboard.press('2');
    await moveOn(page, action);
    await reaches(inbox, action, 'cancelled');
    expect(await entryOf(inbox, action, 'reject')).toMatchObject({ reason: 'disputed' });
  });

  it('is rejected for another reason only with words', async () => {
    const action = await anAction(inbox);
    const page = await openAction(action);
    await page.keyboard.press('r');
    await page.keyboard.press('7');
    await page.getByLabel('Comment (say why)').waitFor();
    await page.keyboard.type('They moved to another town.');
    await page.keyboard.press('Enter');
    await reaches(inbox, action, 'cancelled');
    expect(await entryOf(inbox, action, 'reject')).toMatchObject({
      reason: 'other',
      comment: 'They moved to another town.',
    });
  });

  it('is snoozed until tomorrow, and found among the scheduled ones', async () => {
    const action = await anAction(inbox);
    const page = await openAction(action);
    await page.keyboard.press('s');
    await page.getByRole('dialog', { name: 'Snooze until' }).waitFor();
    await page.keyboard.press('1');
    await moveOn(page, action);
    await reaches(inbox, action, 'scheduled');
    await page.getByRole('link', { name: /^Scheduled/ }).click();
    await page.getByRole('grid').getByText(action.invoice!.invoice_number).waitFor();
  });

  it('is deleted, and restored from the history', async () => {
    const action = await anAction(inbox);
    const page = await openAction(action);
    await bar(page).getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await moveOn(page, action);
    await eventually(
      () => theAction(inbox, action),
      ({ is_deleted }) => is_deleted,
    );
    await page.goto(`${inbox.url}/inbox/history/${action.id}`);
    await bar(page).getByRole('button', { name: 'Restore' }).click();
    await eventually(
      () => theAction(inbox, action),
      ({ is_deleted }) => !is_deleted,
    );
    await bar(page).getByRole('button', { name: 'Undo' }).waitFor();
  });

  it('is handed to a colleague', async () => {
    const action = await anAction(inbox);
    const page = await openAction(action);
    await page.getByLabel('Assigned to').selectOption({ label: PEOPLE.admin });
    await eventually(
      () => theAction(inbox, action),
      ({ assigned_to }) => assigned_to?.name === PEOPLE.admin,
    );
    await page.getByRole('grid').getByText(`assigned to ${PEOPLE.admin}`).first().waitFor();
  });
});

describe('a call', () => {
  it('is approved, made, and completed with its outcome', async () => {
    const [action] = await inbox
      .request<{ data: AnAction[] }>('GET', '/actions?category=needs_action&action_type=call')
      .then(({ data }) => data);
    const page = await openAction(action!);
    await bar(page).getByRole('button', { name: 'Approve', exact: true }).click();
    await reaches(inbox, action!, 'processing');
    await page.goto(`${inbox.url}/inbox/in_progress/${action!.id}`);
    await bar(page).getByRole('button', { name: 'Complete…' }).click();
    const dialog = page.getByRole('dialog', { name: 'How did it go?' });
    await dialog.getByLabel('Promised to pay').check();
    await dialog.getByLabel('Note').fill('By Friday');
    await dialog.getByRole('button', { name: 'Complete' }).click();
    await reaches(inbox, action!, 'completed');
    expect(await entryOf(inbox, action!, 'complete')).toMatchObject({
      comment: 'Promised to pay: By Friday',
    });
  });
});

describe('somebody who only reads', () => {
  it('finds no decision, whatever keys they press', async () => {
    const action = await anAction(inbox);
    const { page } = await open(inbox, `/inbox/needs_action/${action.id}`, 'viewer');
    await bar(page).getByText('You may read, not decide.').waitFor();
    for (const key of ['a', 'r', 's', 'e', 'x']) await page.keyboard.press(key);
    expect(await bar(page).getByRole('button').count()).toBe(0);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});
