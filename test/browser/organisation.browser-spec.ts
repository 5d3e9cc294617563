import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Issuer } from '../login/oidc-issuer.js';
import { type Inbox, PEOPLE, startInbox, stopInbox } from './support/inbox.js';
import { closeBrowser, leave, visit } from './support/visitor.js';

const issuer = new Issuer();
let inbox: Inbox;

beforeAll(async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  inbox = await startInbox({
    PORT: String(port),
    PUBLIC_URL: url,
    OIDC_ISSUER: await issuer.start('localhost'),
    OIDC_CLIENT_ID: 'daybook',
    OIDC_CLIENT_SECRET: 's3cret',
  });
  await issuer.register(url);
  const { data } = await inbox.request<{ data: { name: string; email: string }[] }>('GET', '/contacts');
  const { email } = data.find(({ name }) => name === PEOPLE.decider)!;
  issuer.people.set('ines', { email, email_verified: true });
  issuer.people.set('stranger', { email: 'stranger@example.com', email_verified: true });
});
afterEach(leave);
afterAll(async () => {
  await closeBrowser();
  await stopInbox();
  await issuer.stop();
});

const DEEP = '/inbox/scheduled?sort=amount';
const { decider } = PEOPLE;

/** The provider needs the address of Daybook before Daybook starts. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** A browser without a session at a link into the inbox, at the page of the log-in. */
async function aVisitor(): Promise<Page> {
  const { page, expectStatus } = await visit();
  expectStatus(401);
  // The page of the provider asks for a font of another site.
  await page.route(/^https:/, (route) => route.fulfill({ contentType: 'text/css', body: '' }));
  await page.goto(inbox.url + DEEP);
  return page;
}

const toProvider = async (page: Page, name = 'Log in with your organisation') => {
  await page.getByRole('link', { name }).click();
  await page.waitForURL(`${issuer.url}/**`);
};

/** Fills in the form of the provider, and consents. */
async function logInAs(page: Page, account: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(account);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

describe('the log-in of the organisation', () => {
  it('leads back to the page that the person wanted to see, and log-out ends the session', async () => {
    const page = await aVisitor();
    await toProvider(page);
    await logInAs(page, 'ines');
    await page.waitForURL(inbox.url + DEEP);
    await page.getByText(decider).waitFor();
    await page.locator('[data-id]').first().waitFor();

    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in to Daybook' }).waitFor();
    await page.goto(inbox.url + DEEP);
    await page.getByRole('heading', { name: 'Log in to Daybook' }).waitFor();
    expect(await page.getByText(decider).count()).toBe(0);
  });

  it('tells a person without a contact so, and offers another account, which leads to the same page', async () => {
    const page = await aVisitor();
    await toProvider(page);
    await logInAs(page, 'stranger');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/^Nobody with your account .* Ask an administrator/);
    expect(await page.locator('.navigation').count()).toBe(0);

    await toProvider(page, 'Log in with another account');
    await logInAs(page, 'ines');
    await page.waitForURL(inbox.url + DEEP);
    await page.getByText(decider).waitFor();
    expect(await page.evaluate(() => localStorage.getItem('daybook.return'))).toBeNull();
  });

  it('can be left, which is said in words', async () => {
    const page = await aVisitor();
    await toProvider(page);
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByText('The log-in was refused.').waitFor();
  });

  it('refuses an answer that nobody asked for', async () => {
    const page = await aVisitor();
    const link = page.getByRole('link', { name: 'Log in with your organisation' });
    await link.waitFor();
    await page.goto(`${inbox.url}/api/session/oidc/callback?code=any&state=forged`);
    await page.getByText('The log-in took too long, or was begun in another browser.').waitFor();
    await link.waitFor();
  });
});
