import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AnAction, anAction, logOf, reaches } from './support/actions.js';
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

const ENDED = 'The selection has ended, because the list is another one now.';

describe('the list', () => {
  it('keeps the keys that lead to an action until it is loaded, and none that decides', async () => {
    const { data } = await inbox.request<{ data: AnAction[] }>('GET', '/actions?category=needs_action');
    const { page } = await open(inbox, '/settings', 'decider');
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/actions?category=needs_action*', async (route) => {
      await isReleased;
      await route.continue();
    });
    await page.goto(`${inbox.url}/inbox/needs_action`);
    await page.getByRole('grid', { name: /^Needs action/ }).waitFor();
    for (const key of ['j', 'x', 'a', 'j', 'e']) await page.keyboard.press(key);
    release();
    await page.waitForURL(`**/${data[1]!.id}*`);
    expect(await page.getByRole('textbox', { name: 'Text' }).count()).toBe(0);
    for (const action of data.slice(0, 2)) {
      const commands = (await logOf(inbox, action)).map(({ command }) => command);
      expect(commands).not.toContain('approve');
    }
  });

  it('says that a selection has ended with another search, and does not bring it back', async () => {
    const { page } = await open(inbox, '/inbox/needs_action', 'decider');
    const boxes = page.getByRole('grid').getByRole('checkbox');
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await page.getByText('2 selected').waitFor();
    await page.getByRole('searchbox').fill('INV');
    await page.getByRole('status').getByText(ENDED).waitFor();
    await page.getByText('2 selected').waitFor({ state: 'detached' });
    await page.getByRole('searchbox').fill('');
    await page.waitForURL((url) => url.search === '');
    await page.locator('[data-id]').first().waitFor();
    expect(await page.getByText('2 selected').count()).toBe(0);
  });
});

describe('an action', () => {
  it('of the history tells who decided, and why', async () => {
    const action = await anAction(inbox);
    const { page } = await open(inbox, `/inbox/needs_action/${action.id}`, 'decider');
    await page.getByRole('button', { name: /^Reject/ }).click();
    await page.getByRole('button', { name: 'Too early' }).click();
    await page
      .locator('.undo-strip')
      .getByText(/^Rejected/)
      .waitFor();
    await page.goto(`${inbox.url}/inbox/history/${action.id}`);
    await page.locator('.proposal').getByText(`${PEOPLE.decider} rejected it: Too early`).waitFor();
  });

  it('that was approved shows no change when it has been sent and is opened again', async () => {
    const action = await anAction(inbox);
    const { page } = await open(inbox, `/inbox/needs_action/${action.id}`, 'decider');
    await page.getByRole('button', { name: 'Approve and send' }).click();
    await reaches(inbox, action, 'completed');
    await page.getByRole('link', { name: 'History' }).click();
    await page.locator(`[data-id="${action.id}"]`).click();
    await page.locator('.proposal').getByText('Done', { exact: true }).waitFor();
    expect(await page.getByText('This has changed since you opened it.').count()).toBe(0);
  });

  it('shows the days of warnings as the browser writes them', async () => {
    const { data } = await inbox.request<{ data: AnAction[] }>('GET', '/actions?category=needs_action');
    const { id } = data.find(({ warnings }) => warnings.some(({ code }) => code === 'recently_contacted'))!;
    const { page } = await open(inbox, `/inbox/needs_action/${id}`, 'decider', { locale: 'de-DE' });
    await page.getByText(/last contacted on \d{2}\.\d{2}\.\d{4}\./).waitFor();
  });
});
