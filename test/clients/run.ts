import assert from 'node:assert/strict';
import { execute, isInstalled } from './commands.js';
import { folderOf, GENERATORS } from './generators.js';
import { expectedReading, idsToApprove, type Inbox, startInbox, stopInbox } from './inbox.js';

/**
 * `npm run test:clients [-- part…]`: generates clients from openapi.yaml, compiles each with a program that reads the inbox,
 * and runs it on a running server. Generators whose name contains none of the parts are left out. Where a language is not
 * installed its clients are skipped, but not with CI=true.
 */
const parts = process.argv.slice(2);
const wanted = Object.keys(GENERATORS).filter(
  (name) => parts.length === 0 || parts.some((part) => name.includes(part)),
);
const outcomes: string[] = [];
try {
  const inbox = await startInbox();
  for (const name of wanted) outcomes.push(await outcomeOf(name, inbox));
} finally {
  await stopInbox();
}
console.log(`\n${outcomes.join('\n')}`);

async function outcomeOf(name: string, inbox: Inbox): Promise<string> {
  const { env } = inbox;
  const started = Date.now();
  const missing = await missingFor(name);
  if (missing.length > 0) {
    if (process.env.CI === 'true') process.exitCode = 1;
    return `${process.env.CI === 'true' ? 'FAILED' : 'SKIPPED'} ${name}: needs ${missing.join(', ')}`;
  }
  try {
    const reader = await GENERATORS[name]!.build(await folderOf(name), env.DAYBOOK_URL);
    const expected = await expectedReading(inbox);
    const text = await execute({ ...reader, env: { ...env, ...(await idsToApprove(inbox)) } });
    assert.deepEqual(JSON.parse(text), expected);
    return `ok ${name} (${Math.round((Date.now() - started) / 1000)} s)`;
  } catch (error) {
    process.exitCode = 1;
    console.error(`\n${name}\n${String(error)}`);
    return `FAILED ${name}`;
  }
}

async function missingFor(name: string): Promise<string[]> {
  const missing: string[] = [];
  for (const words of GENERATORS[name]!.needs) {
    if (!(await isInstalled(...words))) missing.push(words[0]);
  }
  return missing;
}
