import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Inbox, Role } from './inbox.js';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Longer than any wait of the page, on a slow machine. */
const LONGEST_WAIT_MS = 15_000;

export interface Look {
  width?: number;
  height?: number;
  scheme?: 'light' | 'dark';
  reducedMotion?: 'reduce' | 'no-preference';
  locale?: string;
}

/** A person with a browser of their own: nothing is shared with others, and nothing is kept. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** What went wrong on the page: errors in the console, errors of scripts, refusals of the policy, dialogs. */
  problems: string[];
  /** Announces that the browser will report failed requests with this status in the console. */
  expectStatus(status: number): void;
}

let browser: Browser | undefined;
const visitors: Visitor[] = [];

/** Opens a browser with an empty profile. */
export async function visit(look: Look = {}): Promise<Visitor> {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM!, args: FLAGS });
  const { width = 1440, height = 900, scheme = 'light', reducedMotion = 'no-preference' } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion,
    locale: look.locale ?? 'en-US',
    timezoneId: 'UTC',
  });
  context.setDefaultTimeout(LONGEST_WAIT_MS);
  const expected = new Set<number>();
  const visitor: Visitor = {
    context,
    page: await context.newPage(),
    problems: [],
    expectStatus: (status) => expected.add(status),
  };
  watch(visitor, visitor.page, expected);
  context.on('page', (page) => watch(visitor, page, expected));
  visitors.push(visitor);
  return visitor;
}

/** Opens a browser and logs in with a one-time link, as a person of the demo. */
export async function logIn(inbox: Inbox, role: Role, look: Look = {}): Promise<Visitor> {
  const visitor = await visit(look);
  await visitor.page.goto(await inbox.linkFor(role));
  await visitor.page.waitForURL('**/inbox/needs_action*');
  await visitor.page.locator('.navigation').waitFor();
  return visitor;
}

const sessions = new Map<string, Cookies>();
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

/** Opens a page as a person who is logged in: the session of a role is shared by the tests of a file, because links take seconds. */
export async function open(
  inbox: Inbox,
  path: string,
  role: Role = 'admin',
  look: Look = {},
): Promise<Visitor> {
  const key = `${inbox.url} ${role}`;
  const cookies = sessions.get(key);
  const visitor = cookies ? await visit(look) : await logIn(inbox, role, look);
  if (cookies) await visitor.context.addCookies(cookies);
  else sessions.set(key, await visitor.context.cookies());
  await visitor.page.goto(inbox.url + path);
  await visitor.page.locator('.navigation').waitFor();
  return visitor;
}

function watch({ problems }: Visitor, page: Page, expected: ReadonlySet<number>): void {
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    const status = /the server responded with a status of (\d+)/.exec(message.text())?.[1];
    if (status === undefined || !expected.has(Number(status)))
      problems.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(`script: ${error.stack ?? error.message}`));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

/**
 * For afterEach: closes the visitors' browsers.
 * @throws Error if anything went wrong on one of their pages
 */
export async function leave(): Promise<void> {
  const left = visitors.splice(0);
  await Promise.all(left.map(({ context }) => context.close()));
  const problems = left.flatMap((visitor) => visitor.problems);
  if (problems.length > 0) throw new Error(`On the page:\n${problems.join('\n')}`);
}

/** For afterAll. */
export async function closeBrowser(): Promise<void> {
  await browser?.close();
  browser = undefined;
}
