import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDemo } from '../../src/demo/ensure-demo.js';
import { WorkerModule } from '../../src/worker/worker.module.js';
import { fetchApiDocument, type Operation } from '../support/api-document.js';
import { aFolder, removeFolders } from '../support/folders.js';
import { cliJson, killProcesses } from '../support/processes.js';
import { aRecommendation, subjectOf } from '../support/recommendation.js';
import { useSendingApp } from '../support/sending-app.js';
import { callOperation, idsOf, prepare } from '../tenancy/call-operation.js';
import { OPERATIONS } from '../tenancy/operation-rows.js';
import { COMMANDS, EXISTING_COMMANDS, type Scene } from './walk/commands.js';
import { dueForSweeps, EVENTS_OF_SWEEPS } from './walk/due-for-sweeps.js';
import { letHappen, SENDER_OUTCOMES } from './walk/sender-outcomes.js';
import { eventsOf, type RecordedTransaction, withoutEvent, WriteRecorder } from './walk/write-recorder.js';

const folder = await aFolder();
const DATA_DIR = join(folder, 'data');
// With a worker and a mail server, on a database of its own.
const sending = useSendingApp({ DATA_DIR });
let recorder: WriteRecorder;

beforeAll(async () => {
  recorder = new WriteRecorder(sending.app.dataSource);
  await recorder.install();
});
afterAll(async () => {
  await killProcesses();
  await removeFolders();
});

/** Expects that no transaction of the work changed data without an event. */
async function walk(work: () => PromiseLike<unknown>): Promise<RecordedTransaction[]> {
  const transactions = await recorder.during(work);
  expect(withoutEvent(transactions)).toEqual([]);
  return transactions;
}

it('the recorder sees a change without an event, and not that a row is stored as it was', async () => {
  const { id } = await sending.tenant.make.aCustomer(sending.tenant.company);
  const set = (name: string) => () =>
    sending.app.dataSource.query('UPDATE customer SET name = $2 WHERE id = $1', [id, name]);
  expect(withoutEvent(await recorder.during(set('New')))).toEqual([['customer']]);
  expect(await recorder.during(set('New'))).toEqual([]);
  const none = () => sending.app.dataSource.query('DELETE FROM customer WHERE id <> id');
  expect(await recorder.during(none)).toEqual([]);
});

describe('every operation that writes appends an event', () => {
  let operations: Operation[];
  beforeAll(async () => {
    ({ operations } = await fetchApiDocument(sending.app));
  });
  /** The operations other than GET that append no event, with the reasons. */
  const SILENT: Record<string, string> = {
    testWebhookEndpoint: 'It delivers an event of its own to the endpoint.',
    resendWebhookDelivery: 'It delivers an event again.',
    resendWebhookEvents: 'It delivers events again.',
  };

  it('has a row for each operation', () => {
    expect(Object.keys(OPERATIONS).toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
  });

  /** Sessions are no data of a company. */
  const OF_COMPANIES = Object.keys(OPERATIONS).filter(
    (name) => !['public', 'session'].includes(OPERATIONS[name]!.scope as string),
  );

  it.each(OF_COMPANIES)('%s', async (name) => {
    const { app, tenant } = sending;
    const operation = operations.find(({ id }) => id === name)!;
    const ids = await prepare(name, tenant, await idsOf(tenant));
    const { successStatus = 200 } = OPERATIONS[name]!;
    const written = await walk(async () => {
      const { status, text } = await callOperation(app, operation, ids, tenant.token);
      expect({ status, text }).toEqual({
        status: successStatus,
        text: expect.not.stringContaining('"ok":false'),
      });
    });
    const appendsNone = operation.method === 'GET' || name in SILENT;
    expect(appendsNone || eventsOf(written).length > 0).toBe(true);
    // Again: it changes nothing, is refused, or is another write.
    await walk(() => callOperation(app, operation, ids, tenant.token));
  });

  it('with an Idempotency-Key, and when it is repeated', async () => {
    const change = () =>
      sending.tenant.client
        .request('patch', '/settings')
        .set('Idempotency-Key', 'settings-1')
        .send({ signature: 'Dana' })
        .expect(200);
    expect(eventsOf(await walk(change))).toEqual(['settings.updated']);
    expect(eventsOf(await walk(change))).toEqual([]);
  });

  it('also where one request ends the actions of another', async () => {
    const { make, client, company } = sending.tenant;
    const invoice = await make.anInvoice(company);
    const propose = () =>
      client
        .request('post', '/recommendations')
        .send(aRecommendation(subjectOf(invoice)))
        .expect(201);
    await walk(propose);
    await walk(propose);
    const hold = { reason: 'A new delivery is on its way.' };
    const path = `/customers/${invoice.customerId}/hold`;
    const held = await walk(() => client.request('put', path).send(hold).expect(200));
    expect(eventsOf(held)).toEqual(expect.arrayContaining(['hold.set', 'action.cancelled']));
    await walk(() => client.request('delete', path).expect(200));
    await walk(propose);
    const [row] = (await client.get('/invoices', { search: invoice.invoiceNumber })).body.data;
    const ledger = { invoices: [{ ...row, status: 'paid', balance: '0' }] };
    const paid = await walk(() => client.request('put', '/ledger').send(ledger).expect(200));
    expect(eventsOf(paid)).toEqual(expect.arrayContaining(['ledger.synced', 'action.cancelled']));
  });
});

describe('an e-mail that', () => {
  it.each(SENDER_OUTCOMES)('$name: each step appends an event', async (outcome) => {
    const transactions: RecordedTransaction[] = [];
    await letHappen(sending, outcome, async (work) => transactions.push(...(await walk(work))));
    expect(eventsOf(transactions)).toEqual(expect.arrayContaining(outcome.events));
  });
});

describe('the worker', () => {
  it('appends an event for all that its sweeps change', async () => {
    const { sweeps } = sending.app.nest.get(WorkerModule);
    await dueForSweeps(sending);
    const transactions: RecordedTransaction[] = [];
    for (const sweep of sweeps) transactions.push(...(await walk(() => sweep.run())));
    expect(eventsOf(transactions)).toEqual(expect.arrayContaining(EVENTS_OF_SWEEPS));
  });
});

describe('the command line', () => {
  let scene: Scene;
  let environment: Record<string, string>;
  beforeAll(async () => {
    const { url } = sending.app.dataSource.options as { url: string };
    environment = { DATABASE_URL: url, DATA_DIR };
    const ledger = join(folder, 'ledger.csv');
    await writeFile(
      ledger,
      'invoice_number,customer,issued_on,due_date,amount,currency\nF-1,C-9,2026-01-01,2026-02-01,10.00,USD\n',
    );
    scene = { company: '', token: '', contact: '', ledger, out: join(folder, 'bundle') };
  });

  it('has a row for each command', () => {
    expect(Object.keys(COMMANDS).toSorted()).toEqual(EXISTING_COMMANDS);
  });

  it('appends an event for all that its commands change', async () => {
    const { tenant } = sending;
    await tenant.client.request('post', '/recommendations/run').send({}).expect(200);
    const [{ id: token }] = await sending.app.dataSource.query<[{ id: string }]>(
      'SELECT api_token_id AS id FROM api_token_company WHERE company_id = $1',
      [tenant.company.id],
    );
    scene = { ...scene, company: tenant.company.id, token, contact: tenant.contact.id };
    for (const [name, { args, withoutCompany, events = [], silent }] of Object.entries(COMMANDS)) {
      const words = [
        ...name.split(' '),
        ...(args?.(scene) ?? []),
        ...(withoutCompany ? [] : ['--company', scene.company]),
      ];
      const transactions = await recorder.during(() => cliJson(environment, ...words));
      const found = withoutEvent(transactions).filter(([table]) => table !== silent?.table);
      expect({ name, found, events: eventsOf(transactions) }).toEqual({
        name,
        found: [],
        events: expect.arrayContaining(events),
      });
    }
  }, 300_000);

  it('appends events when the demo company is made', async () => {
    const demoFolder = join(folder, 'demo');
    await mkdir(demoFolder);
    const demo = () => ensureDemo(sending.app.nest, demoFolder, sending.app.url);
    const transactions = await recorder.during(demo);
    // The contacts of the demo are set up as at the command line.
    expect(withoutEvent(transactions).filter(([table]) => table !== 'company_contact')).toEqual([]);
    expect(eventsOf(transactions)).toEqual(
      expect.arrayContaining(['settings.updated', 'ledger.synced', 'policy.ran']),
    );
  });
});
