import assert from 'node:assert/strict';
import { execute, isInstalled } from '../support/commands.js';
import { createFolder, GENERATORS } from './generators.js';
import { expectedOutput, idsToApprove, type Inbox, startInbox, stopInbox } from './inbox.js';

/**
 * `npm run test:clients [-- part-of-a-name…]`: generates clients from openapi.yaml, compiles each with a program that reads the
 * inbox, and runs that program against a server. With arguments, only the generators whose name contains one of them are tested.
 * Generators whose language is not installed are skipped, or fail with CI=true.
 */
const parts = process.argv.slice(2);
const selected = Object.keys(GENERATORS).filter(
  (name) => parts.length === 0 || parts.some((part) => name.includes(part)),
);
const outcomes: string[] = [];
try {
  const inbox = await startInbox();
  for (const name of selected) outcomes.push(await outcomeOf(name, inbox));
} finally {
  await stopInbox();
}
console.log(`\n${outcomes.join('\n')}`);

async function outcomeOf(name: string, inbox: Inbox): Promise<string> {
  const { env } = inbox;
  const startedAt = Date.now();
  const missing = await missingPrograms(name);
  if (missing.length > 0) {
    if (process.env.CI === 'true') process.exitCode = 1;
    return `${process.env.CI === 'true' ? 'FAILED' : 'SKIPPED'} ${name}: needs ${missing.join(', ')}`;
  }
  try {
    const reader = await GENERATORS[name]!.build(await createFolder(name), env.DAYBOOK_URL);
    const expected = await expectedOutput(inbox);
    const text = await execute({ ...reader, env: { ...env, ...(await idsToApprove(inbox)) } });
    assert.deepEqual(JSON.parse(text), expected);
    return `ok ${name} (${Math.round((Date.now() - startedAt) / 1000)} s)`;
  } catch (error) {
    process.exitCode = 1;
    console.error(`\n${name}\n${String(error)}`);
    return `FAILED ${name}`;
  }
}

async function missingPrograms(name: string): Promise<string[]> {
  const missing: string[] = [];
  for (const probe of GENERATORS[name]!.needs) {
    if (!(await isInstalled(probe))) missing.push(probe[0]);
  }
  return missing;
}
