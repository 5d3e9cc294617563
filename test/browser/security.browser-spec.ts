import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { storeAttacks } from './support/attacks.js';
import { type Inbox, PEOPLE, startInbox, stopInbox } from './support/inbox.js';
import { pathOf, SCREENS } from './support/screens.js';
import { closeBrowser, leave, logIn, open, visit } from './support/visitor.js';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await startInbox();
});
afterEach(leave);
afterAll(async () => {
  await closeBrowser();
  await stopInbox();
});

/** What a script of another site can do: a write of a content type, or without one a read. Resolves with whether it saw an answer. */
const sendElsewhere = ([url, type]: readonly [string, string | null]): Promise<string> =>
  fetch(url, {
    credentials: 'include',
    ...(type && { method: 'POST', headers: { 'Content-Type': type }, body: '{"reason":"paid"}' }),
    mode: type === 'text/plain' ? 'no-cors' : 'cors',
  }).then(
    () => 'answered',
    () => 'refused',
  );

describe('the headers of the page', () => {
  it('allow nothing inline, nothing from elsewhere, and no frame', async () => {
    const response = await fetch(`${inbox.url}/inbox/needs_action`);
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });
});

describe('another site', () => {
  /** Opens a page of another site (localhost is not 127.0.0.1) in the browser of somebody who is logged in. */
  async function otherSite(html: string): Promise<Page> {
    const { page, expectStatus } = await open(inbox, '/');
    expectStatus(401);
    expectStatus(403);
    await page.route('http://other.localhost/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>x</title>${html}` }),
    );
    await page.goto('http://other.localhost/');
    return page;
  }

  it('cannot log anybody out or write with a form', async () => {
    const before = await inbox.request<{ data: { id: string }[] }>('GET', '/actions?category=needs_action');
    const target = `${inbox.url}/api/companies/${inbox.company}/actions/${before.data[0]!.id}/approve`;
    const page = await otherSite(
      `<form method="post" enctype="text/plain" action="${target}"><input name='{"comment":"' value='"}'></form>`,
    );
    const [response] = await Promise.all([
      page.waitForResponse(target),
      page.evaluate(() => document.forms[0]!.submit()),
    ]);
    expect([401, 403, 415]).toContain(response.status());
    const after = await inbox.request<{ data: { id: string }[] }>('GET', '/actions?category=needs_action');
    expect(after.data.map(({ id }) => id)).toContain(before.data[0]!.id);
  });

  it('on another port of this host, where the cookie goes along, can neither write nor read', async () => {
    const { page, problems } = await open(inbox, '/', 'decider');
    const { data } = await inbox.request<{ data: { id: string }[] }>('GET', '/actions?category=needs_action');
    const action = `${inbox.url}/api/companies/${inbox.company}/actions/${data[0]!.id}`;
    const site = createServer((_, response) =>
      response
        .setHeader('Content-Type', 'text/html')
        .end(`<!doctype html><link rel="icon" href="data:,"><form method="post" action="${action}/reject">`),
    ).listen(0, '127.0.0.1');
    await once(site, 'listening');
    try {
      const address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
      await page.goto(address);
      for (const type of ['text/plain', 'application/json'])
        expect(await page.evaluate(sendElsewhere, [`${action}/reject`, type] as const)).toBe('refused');
      expect(await page.evaluate(sendElsewhere, [action, null] as const)).toBe('refused');
      const [response] = await Promise.all([
        page.waitForResponse(`${action}/reject`),
        page.evaluate(() => document.forms[0]!.submit()),
      ]);
      expect((await response.request().allHeaders()).cookie).toBeDefined();
      expect(response.status()).toBe(403);
      expect(await inbox.request('GET', `/actions/${data[0]!.id}`)).toMatchObject({ status: 'proposed' });
      // The browser says in the console that it has refused.
      problems.splice(0);
    } finally {
      site.close();
    }
  });

  it('cannot show the page in a frame, under buttons of its own', async () => {
    const { page, problems } = await open(inbox, '/');
    await page.route('http://other.localhost/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><title>x</title><link rel="icon" href="data:,"><iframe src="${inbox.url}/inbox/needs_action"></iframe>`,
      }),
    );
    await page.goto('http://other.localhost/');
    await page.waitForFunction(() => window.frames.length === 1);
    const frame = page.frames()[1]!;
    await frame.waitForURL('chrome-error://chromewebdata/');
    // The browser may say that it has refused.
    problems.splice(0);
  });

  it('cannot fix the session: a log-in never goes on with the cookie that was there', async () => {
    const attacker = await logIn(inbox, 'decider');
    const planted = await attacker.context.cookies();
    const { page, context } = await visit();
    await context.addCookies(planted);
    await page.goto(await inbox.linkFor('viewer'));
    await page.getByText(PEOPLE.viewer).waitFor();
    const cookies = await context.cookies();
    expect(cookies).toEqual([
      expect.objectContaining({ name: planted[0]!.name, httpOnly: true, sameSite: 'Lax' }),
    ]);
    expect(cookies[0]!.value).not.toBe(planted[0]!.value);
    attacker.expectStatus(401);
    await attacker.page.reload();
    await attacker.page.getByRole('heading', { name: 'Log in to Daybook' }).waitFor();
  });

  it('cannot plant a session of its own making', async () => {
    const known = await logIn(inbox, 'viewer');
    const [cookie] = await known.context.cookies();
    const { page, context } = await visit();
    await context.addCookies([{ ...cookie!, value: 's%3Aplanted.c2lnbmVk' }]);
    await page.goto(await inbox.linkFor('viewer'));
    await page.getByText(PEOPLE.viewer).waitFor();
    expect((await context.cookies())[0]!.value).not.toContain('planted');
  });
});

describe('text from the ledger and from agents', () => {
  beforeAll(() => storeAttacks(inbox));

  /** Whether anything of a payload has become more than text. */
  const becameMarkup = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      [
        ...document.querySelectorAll(
          'img, iframe, svg, object, embed, [onerror], [onload], a[href^="javascript" i]',
        ),
      ]
        .concat([...document.scripts].filter(({ src }) => !src.startsWith(location.origin)))
        .map(({ outerHTML }) => outerHTML),
    );

  it.each(SCREENS.filter(({ keys }) => !keys))('is only text on the screen "$name"', async (screen) => {
    const { page } = await open(inbox, await pathOf(inbox, screen));
    await page.waitForLoadState('networkidle').catch(() => undefined);
    expect(await becameMarkup(page)).toEqual([]);
    expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
  });

  it('is shown as it is in the list, on the page and in the palette', async () => {
    const { page } = await open(inbox, '/inbox/needs_action');
    await page.getByText('<img src=x onerror').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('attacker');
    await page
      .getByRole('option', { name: /attacker/ })
      .first()
      .waitFor();
    expect(await becameMarkup(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForLoadState('networkidle').catch(() => undefined);
    expect(await becameMarkup(page)).toEqual([]);
  });
});
