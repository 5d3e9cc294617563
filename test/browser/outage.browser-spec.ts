import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer } from '../support/processes.js';
import { SmtpSink, smtpError } from '../support/smtp-sink.js';
import { accessibilityProblems } from './support/accessibility.js';
import { anAction, entryOf, reaches, theAction } from './support/actions.js';
import { type Inbox, startInbox, stopInbox } from './support/inbox.js';
import { takeScreenshot } from './support/screenshots.js';
import { closeBrowser, leave, open } from './support/visitor.js';

const sink = new SmtpSink();
let inbox: Inbox;
beforeAll(async () => {
  inbox = await startInbox({ SMTP_URL: await sink.start(), SMTP_FROM: 'ar@example.com' });
});
afterEach(leave);
afterAll(async () => {
  await closeBrowser();
  await stopInbox();
  await sink.stop();
});

describe('a delivery that fails', () => {
  it('is on top of what is in progress, with its reason, and goes out when somebody tries again', async () => {
    const action = await anAction(inbox);
    sink.behaviour = { onData: () => smtpError(554, 'Message refused') };
    const { page } = await open(inbox, `/inbox/needs_action/${action.id}`, 'decider');
    await page.getByRole('button', { name: 'Approve and send' }).click();
    await page.getByText(`The e-mail to ${action.customer.name} was not sent`).waitFor({ timeout: 30_000 });
    await page.getByRole('link', { name: /^In progress.*1 failed/ }).click();
    const failures = page.getByRole('region', { name: '1 e-mail has not been delivered' });
    await failures.getByText('Message refused').waitFor();
    sink.behaviour = {};
    await failures.getByRole('button', { name: /^Try again/ }).click();
    await reaches(inbox, action, 'completed');
    await failures.waitFor({ state: 'detached' });
    expect(sink.mails.filter(({ messageId }) => messageId.includes(action.id))).toHaveLength(1);
  });

  it('because a mail server refuses a recipient for good says that an attempt would cancel, and the way out', async () => {
    const action = await anAction(inbox);
    const bounced = action.to[0]!.address;
    sink.behaviour = {
      onRecipient: (address) => (address === bounced ? smtpError(550, 'No such mailbox') : undefined),
    };
    const { page } = await open(inbox, `/inbox/needs_action/${action.id}`, 'decider');
    await page.getByRole('button', { name: 'Approve and send' }).click();
    await page.getByText(`The e-mail to ${action.customer.name} was not sent`).waitFor({ timeout: 30_000 });
    sink.behaviour = {};
    await page.getByRole('link', { name: /^In progress.*1 failed/ }).click();
    const failures = page.getByRole('region', { name: '1 e-mail has not been delivered' });
    await failures.getByRole('button', { name: /^Try again/ }).click();
    await failures.getByText(`${bounced} gets no e-mails, so another attempt would cancel this.`).waitFor();
    expect((await theAction(inbox, action)).status).toBe('processing');

    await failures.getByRole('link').click();
    await page.getByText(`${bounced} gets no e-mails. Its mail server has refused it for good.`).waitFor();
    await takeScreenshot(page, 'suppressed');
    expect(await accessibilityProblems(page)).toEqual([]);
    const retry = page.getByRole('button', { name: 'Try again', exact: true });
    expect(await retry.isDisabled()).toBe(true);
    await page.getByRole('button', { name: `Allow e-mails to ${bounced}` }).click();
    await page.getByText(`${bounced} gets no e-mails.`).waitFor({ state: 'detached' });
    await retry.click();
    await reaches(inbox, action, 'completed');
  });
});

describe('a restart of the server', () => {
  it('loses neither what is typed nor the decision', async () => {
    const action = await anAction(inbox);
    const visitor = await open(inbox, `/inbox/needs_action/${action.id}`, 'decider');
    const { page, problems } = visitor;
    for (const status of [500, 502, 503]) visitor.expectStatus(status);
    await page.getByRole('button', { name: 'Approve and send' }).waitFor();
    await page.keyboard.press('e');
    const text = page.getByRole('textbox', { name: 'Text' });
    await text.fill('Typed before the restart');
    await inbox.server.stop('SIGTERM');

    await text.press('End');
    await page.keyboard.type(', and during it');
    await page.getByRole('button', { name: 'Approve and send' }).click();
    await page.getByText(/^Tried again in \d+ s:/).waitFor();
    const again = await startServer({ ...inbox.settings, PORT: new URL(inbox.url).port });
    expect(again.url).toBe(inbox.url);

    const { effective_content } = await reaches(inbox, action, 'completed');
    expect(effective_content).toBe('Typed before the restart, and during it');
    await entryOf(inbox, action, 'approve');
    await page.getByText('Connection lost; the list may be outdated.').waitFor({ state: 'detached' });
    // The browser says in the console what the page says in a line.
    const others = problems
      .splice(0)
      .filter((problem) => !/ERR_(CONNECTION|INCOMPLETE|NETWORK)/.test(problem));
    expect(others).toEqual([]);
  });
});
