import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Inbox, PEOPLE, startInbox, stopInbox } from './support/inbox.js';
import { closeBrowser, leave, logIn, visit } from './support/visitor.js';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await startInbox();
});
afterEach(leave);
afterAll(async () => {
  await closeBrowser();
  await stopInbox();
});

const ENDED = 'Your session has ended';

describe('a one-time link', () => {
  it('logs in by itself, and its secret is in no address and no history', async () => {
    const { page } = await visit();
    const link = await inbox.linkFor('decider');
    const requested: string[] = [];
    page.on('request', (request) => requested.push(`${request.url()} ${request.headers().referer ?? ''}`));
    await page.goto(link);
    await page.waitForURL('**/inbox/needs_action');
    await page.getByText(PEOPLE.decider).waitFor();
    const secret = new URL(link).hash.slice(1);
    expect(requested.join('\n')).not.toContain(secret);
    await page.goBack();
    expect(page.url()).not.toContain(secret);
  });

  it('works once; the second time there is a sentence and the next step', async () => {
    const link = await inbox.linkFor('decider');
    const first = await visit();
    await first.page.goto(link);
    await first.page.waitForURL('**/inbox/**');
    const second = await visit();
    second.expectStatus(401);
    await second.page.goto(link);
    const alert = second.page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/^This link has been used already, or has expired\. \w+/);
    expect(new URL(second.page.url()).hash).toBe('');
  });

  it('from an e-mail waits for a click', async () => {
    const { page } = await visit();
    await page.goto((await inbox.linkFor('viewer')).replace('/login#', '/login?confirm#'));
    const confirm = page.getByRole('button', { name: 'Log in' });
    await confirm.waitFor();
    expect((await page.context().cookies()).length).toBe(0);
    await confirm.click();
    await page.getByText(PEOPLE.viewer).waitFor();
  });

  it('pasted into the address bar of the log-in page logs in, too', async () => {
    const { page, expectStatus } = await visit();
    expectStatus(401);
    await page.goto(`${inbox.url}/login`);
    await page.getByRole('heading', { name: 'Log in to Daybook' }).waitFor();
    await page.goto(await inbox.linkFor('decider'));
    await page.getByText(PEOPLE.decider).waitFor();
  });

  it('for another person shows no data of the earlier session', async () => {
    const { page } = await logIn(inbox, 'admin');
    await page.goto(await inbox.linkFor('viewer'));
    await page.getByText(PEOPLE.viewer).waitFor();
    expect(await page.getByText(PEOPLE.admin).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Import' }).count()).toBe(0);
  });
});

describe('the way in', () => {
  it('is shown in the place of any page, and leads back to it', async () => {
    const { page, expectStatus } = await visit();
    expectStatus(401);
    await page.goto(`${inbox.url}/inbox/history`);
    await page.getByRole('heading', { name: 'Log in to Daybook' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/inbox/history');
    await page.goto(await inbox.linkFor('decider'));
    await page.waitForURL('**/inbox/history');
  });

  it('mails a link, without telling whether the address is known', async () => {
    const { page, expectStatus } = await visit();
    expectStatus(401);
    await page.goto(`${inbox.url}/login`);
    await page.getByLabel('E-mail address').fill('nobody@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('If nobody@example.com may log in, a link is on its way.').waitFor();
  });

  it.each([
    ['unknown_contact', /administrator/],
    ['provider_unavailable', /does not respond/],
    ['<img src=x onerror=alert(1)>', /did not succeed/],
    ['__proto__', /did not succeed/],
  ])('explains the error %s', async (code, sentence) => {
    const { page, expectStatus } = await visit();
    expectStatus(401);
    await page.goto(`${inbox.url}/login?error=${encodeURIComponent(code)}`);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(sentence);
  });

  it('goes to no other site afterwards', async () => {
    const { page, expectStatus } = await visit();
    expectStatus(401);
    await page.goto(`${inbox.url}/login`);
    await page.evaluate(() => localStorage.setItem('daybook.return', '//evil.example/'));
    await page.goto(await inbox.linkFor('decider'));
    await page.waitForURL('**/inbox/needs_action');
  });
});

describe('the end of a session', () => {
  it('is said over the page, which stays as it is until its person is logged in again', async () => {
    const { page, context, expectStatus } = await logIn(inbox, 'admin');
    expectStatus(401);
    await page.evaluate(() => {
      const note = document.createElement('textarea');
      note.value = 'typed before';
      document.querySelector('.shell-page')!.append(note);
    });
    await context.clearCookies();
    await page.getByRole('link', { name: /Scheduled/ }).click();
    await page.getByRole('alertdialog', { name: ENDED }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('alertdialog').count()).toBe(1);

    const other = await context.newPage();
    await other.goto(await inbox.linkFor('admin'));
    await other.waitForURL('**/inbox/**');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(await page.locator('textarea').inputValue()).toBe('typed before');
    expect(new URL(page.url()).pathname).toBe('/inbox/scheduled');
  });

  it('comes with logging out, after which going back shows nothing', async () => {
    const { page, context, expectStatus } = await logIn(inbox, 'viewer');
    expectStatus(401);
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in to Daybook' }).waitFor();
    expect(await context.cookies()).toEqual([]);
    await page.goBack();
    await page.getByRole('heading', { name: 'Log in to Daybook' }).waitFor();
    expect(await page.getByText(PEOPLE.viewer).count()).toBe(0);
  });
});
