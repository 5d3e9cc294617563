import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { aFolder, removeFolders } from '../support/folders.js';
import { killProcesses, type ProcessResult, runProgram, startServer } from '../support/processes.js';

let result: ProcessResult;
/** The JSON responses that the tour prints, in order. */
let responses: Record<string, unknown>[];

/** All shell blocks of the README's tour, in order. */
async function tour(): Promise<string> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [section] = /^## A tour with curl\n[^]*?(?=^## )/m.exec(readme)!;
  return Array.from(section.matchAll(/^```sh\n([^]*?)^```$/gm), ([, block]) => block).join('\n');
}

beforeAll(async () => {
  const settings = { DATA_DIR: join(await aFolder(), 'data') };
  const server = await startServer(settings);
  result = await runProgram('bash', ['-e', '-c', await tour()], settings);
  await server.stop('SIGTERM');
  const lines = result.stdout.split('\n').filter((line) => line.startsWith('{'));
  responses = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
});
afterAll(async () => {
  await killProcesses();
  await removeFolders();
});

const someOf = (...items: object[]) =>
  expect.arrayContaining(items.map((item) => expect.objectContaining(item)));
const repeat = (length: number, item: object) => Array.from({ length }, () => item);
const bulkResult = (status: string) => ({ ok: true, action: expect.objectContaining({ status }) });
const counts = (created: number, updated: number, unchanged: number) => ({ created, updated, unchanged });
const EDITED = 'Hello, a short reminder of our open invoice.';
const UNCHANGED = counts(0, 0, 1);

/** What the README says about each command that prints JSON, in order. */
const EXPECTED: [command: string, response: object][] = [
  ['list what needs a decision', { page: 1, page_size: 5, data: repeat(5, { status: 'proposed' }) }],
  ['list the contacts', { count: 4, data: someOf({ name: 'Dana Whitfield', active: true }) }],
  [
    'H10: approve an e-mail with an edited text',
    {
      action_type: 'email',
      status: 'processing',
      effective_content: EDITED,
      content: expect.stringMatching(/^Hello \S/),
      approval_log: someOf({ command: 'approve', approved_by_name: expect.any(String) }),
    },
  ],
  // The e-mail is sent within a second.
  [
    'approve again',
    { code: 'invalid_state', detail: expect.stringMatching(/this one is (processing|completed)/) },
  ],
  ['misspell a field', { code: 'invalid', errors: [{ field: 'final_contents', code: 'unknown' }] }],
  ['wait for the delivery', { way: 'built_in', status: 'sent', attempts: 1, last_error: null }],
  ['list the approved actions', { data: someOf({ status: 'processing', action_type: 'call' }) }],
  ['reject', { status: 'cancelled', approval_log: someOf({ reason: 'Paid this morning.' }) }],
  [
    'record an e-mail that was sent',
    { action_type: 'email', status: 'completed', channel_id: 'thread_8f2c' },
  ],
  ['complete a task', { action_type: 'task', status: 'completed' }],
  ['look at the history', { data: someOf({ status: 'completed', channel_id: 'thread_8f2c' }) }],
  ['list overdue replies', { count: 2, data: repeat(2, { action_type: 'email', response_overdue: true }) }],
  [
    'search',
    {
      data: someOf({
        invoice: expect.objectContaining({ invoice_number: expect.stringMatching(/^INV-20/) }),
      }),
    },
  ],
  ['reschedule', { status: 'scheduled', subject: 'A reminder', effective_subject: 'A reminder' }],
  ['delete', { is_deleted: true }],
  ['restore', { is_deleted: false }],
  ['reject several', { results: [bulkResult('cancelled'), bulkResult('cancelled')] }],
  [
    'count',
    { categories: { needs_action: expect.any(Number) }, statuses: { scheduled: expect.any(Number) } },
  ],
  ['assign an action', { assigned_to: { name: 'Dana Whitfield' }, version: expect.any(Number) }],
  ['list what is assigned', { count: 1, data: [{ assigned_to: { name: 'Dana Whitfield' } }] }],
  [
    'list what nobody looks after',
    { page_size: 5, data: repeat(5, { assigned_to: null, source: 'dunning_policy' }) },
  ],
  [
    'list the largest balances',
    { page_size: 5, data: someOf({ invoice: expect.objectContaining({ currency: 'EUR' }) }) },
  ],
  [
    'put a customer on hold',
    { reason: 'A new delivery is on its way.', cancelled_actions: expect.any(Number) },
  ],
  ['list the customers on hold', { count: 1, data: [{ hold: { reason: 'A new delivery is on its way.' } }] }],
  ['end the hold', { ended_by: 'demo' }],
  ['suppress an address', { email: 'ap@acme.example' }],
  ['allow it again', { email: 'ap@acme.example' }],
  ['require proven approvers', { approver_required: true, four_eyes: true }],
  ['approve with a claim', { code: 'approver_required' }],
  [
    'approve as a proven contact',
    {
      status: 'processing',
      approval_log: someOf({
        command: 'approve',
        approved_by_name: 'Dana Whitfield',
        approved_by_proof: 'token',
      }),
    },
  ],
  ['accept claims again', { approver_required: false, four_eyes: false }],
  ['grant a role', { name: 'Tom Halvorsen', access_role: 'decider' }],
  ['end the access', { name: 'Tom Halvorsen', access_role: null }],
  ['recommend as an agent', { source: 'collections-agent', dedupe_key: 'reply-8f2c', closed_at: null }],
  ['repeat the recommendation', { source: 'collections-agent', dedupe_key: 'reply-8f2c', closed_at: null }],
  ['recommend other content under the same key', { code: 'dedupe_mismatch' }],
  ['approve as an agent', { code: 'permission_denied' }],
  ['run the policy beside the agent', { kept: expect.any(Number), superseded: expect.any(Number) }],
  [
    'read what the agent recommended',
    { data: someOf({ source: 'collections-agent', dedupe_key: 'reply-8f2c' }) },
  ],
  [
    'claim a call',
    { action: { action_type: 'call', delivery: { status: 'sending' } }, lease: { holder: 'dialler' } },
  ],
  ['cancel it while it is delivered', { code: 'delivery_in_progress' }],
  ['report the result', { status: 'completed', channel_id: 'call-71', delivery: { status: 'sent' } }],
  ['try a sync', { contacts: counts(1, 0, 0), customers: counts(1, 0, 0), invoices: counts(1, 0, 0) }],
  ['send rows', { contacts: counts(1, 0, 0), customers: counts(1, 0, 0), invoices: counts(1, 0, 0) }],
  ['send them again', { contacts: UNCHANGED, customers: UNCHANGED, invoices: UNCHANGED }],
  ['send an invalid row', { code: 'invalid', errors: [{ field: 'invoices[0].balance' }] }],
  ['run the policy on the new invoice', { created: 1, superseded: 0 }],
  ['list overdue invoices', { page_size: 5, data: repeat(5, { status: 'open' }) }],
  [
    'get the invoice',
    {
      invoice_number: 'TOUR-1',
      balance: '450.50',
      open_actions: someOf({ is_recommended: true, to: [{ name: 'Eva Tour', address: 'eva@tour.example' }] }),
    },
  ],
  ['mark it as paid', { invoices: counts(0, 1, 0) }],
  ['get the paid invoice', { invoice_number: 'TOUR-1', balance: '0.00', status: 'paid', open_actions: [] }],
  ['read why', { data: someOf({ actor: 'system', command: 'cancel', reason: 'invoice_paid' }) }],
  ['get the receivables aging', { page_size: 5, totals: someOf({ currency: 'EUR' }) }],
  ['get the receivables aging of a week ago', { page_size: 5, totals: someOf({ currency: 'EUR' }) }],
  [
    'get the customer at a glance',
    { customer: { name: expect.any(String) }, currencies: someOf({ promise: null }) },
  ],
  ['get the figures', { time_zone: 'UTC', days: expect.any(Array), time_to_decide: expect.any(Object) }],
  [
    'list the decisions of today',
    { count: expect.any(Number), data: [{ from_status: expect.stringMatching(/^(proposed|scheduled)$/) }] },
  ],
  ['read a list by cursor', { data: repeat(2, { status: 'open' }), next_cursor: expect.any(String) }],
  ['read some fields', { data: repeat(2, { id: expect.any(String), customer: expect.any(Object) }) }],
  ['export customers', { external_id: 'T-1', name: 'Tour & Sons' }],
  [
    'read the events',
    {
      data: repeat(5, { type: expect.stringMatching(/^action\.(approved|sent)$/) }),
      has_more: expect.any(Boolean),
    },
  ],
  [
    'register a webhook',
    { enabled: true, types: ['action.sent', 'delivery.failed'], secret: expect.stringMatching(/^whsec_/) },
  ],
];

it('every command of the README’s tour succeeds', () => {
  expect({ stderr: result.stderr, code: result.code }).toEqual({ stderr: '', code: 0 });
  expect(responses).toHaveLength(EXPECTED.length);
});

it.each(EXPECTED.map(([command, response], index) => ({ command, response, index })))(
  'the tour prints what the README says: $command',
  ({ response, index }) => expect(responses[index]).toMatchObject(response),
);

it('the tour lists the most urgent actions first', () => {
  const { data } = responses[0] as { data: { urgency_score: number }[] };
  const scores = data.map(({ urgency_score }) => urgency_score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

it('a repeated recommendation of the tour is the same recommendation', () => {
  const ids = responses.filter((response) => response.dedupe_key === 'reply-8f2c').map(({ id }) => id);
  expect(ids).toEqual([ids[0], ids[0]]);
});

it('the tour follows the events live', () => {
  expect(result.stdout).toMatch(/^id: \S+$/m);
});

it('the tour exports the approval log as CSV', () => {
  const lines = result.stdout.split('\n');
  const header = lines.findIndex((line) => line.startsWith('\ufeffid,action_id,'));
  expect(lines.slice(header + 1).join('\n')).toMatch(/,reject,proposed,cancelled,.*,They pay on Friday\.,/);
});

it('the tour shows the e-mail of the sandbox, with the text that was approved', () => {
  expect(result.stdout).toMatch(/^To: .+@.+\.example/m);
  const [mail] = /^Message-ID: [^]*?^\{/m.exec(result.stdout)!;
  expect(mail).toContain(EDITED);
});
