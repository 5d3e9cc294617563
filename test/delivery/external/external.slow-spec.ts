import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from '@jest/globals';
import { useApp } from '../../support/app.js';
import { createMigratedDatabase } from '../../support/database.js';
import { DeliveryScene } from '../../support/deliveries.js';
import { violations } from '../../support/invariants.js';
import { killProcesses, type ProcessResult, runProgram } from '../../support/processes.js';
import { createTenant } from '../../support/tenant.js';
import { Mailbox } from './mailbox.js';

const PLAIN = 20;
const mailbox = new Mailbox();
const app = useApp({}, createMigratedDatabase);
afterAll(async () => {
  await killProcesses();
  mailbox.stop();
});

it('two external workers deliver every e-mail once, despite a crash, a release and a payment in between', async () => {
  const tenant = await createTenant(app);
  const { make, company, client } = tenant;
  const scene = await DeliveryScene.of(app, tenant);
  await client.request('patch', '/settings').send({ delivery: 'external' }).expect(200);
  const approved = async (subject: string): Promise<string> => {
    const { id } = await make.anAction(company, { subject });
    await client.perform('approve', id, { final_content: `The final text of ${subject}.` }).expect(200);
    return id;
  };
  const special = { Crash: '', Release: '', Paid: '' };
  for (const subject of Object.keys(special) as (keyof typeof special)[])
    special[subject] = await approved(subject);
  const ids = Object.values(special);
  for (let n = 0; n < PLAIN; n += 1) ids.push(await approved(`Invoice ${n}`));
  // While the worker has it in hand.
  mailbox.onMail = async ({ id }) => id === special.Paid && scene.pay(id);

  const token = await make.aToken([company], { name: 'crm-connector', scopes: ['deliver', 'read'] });
  const settings = {
    ACTIONS_URL: `${app.url}/api/companies/${company.id}/actions`,
    TOKEN: token,
    MAILBOX_URL: await mailbox.start(),
  };
  const exits: ProcessResult[] = [];
  // Like a supervisor: another process comes when one has ended.
  const supervise = async (): Promise<void> => {
    while (mailbox.reports.length < ids.length)
      exits.push(
        await runProgram(process.execPath, ['--import', 'tsx', 'test/delivery/external/worker.ts'], settings),
      );
  };
  const workers = [supervise(), supervise()];
  for (const deadline = Date.now() + 100_000; mailbox.reports.length < ids.length && Date.now() < deadline;)
    await sleep(100);
  const crashes = exits.length;
  await killProcesses();
  await Promise.all(workers);

  expect(crashes).toBe(1);
  expect(mailbox.mails.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  for (const { subject, content } of mailbox.mails) expect(content).toBe(`The final text of ${subject}.`);
  expect(mailbox.reports.filter(({ status }) => status !== 200)).toEqual([]);
  const gone = mailbox.reports.filter(({ reason_gone }) => reason_gone !== null);
  expect(gone).toEqual([{ id: special.Paid, status: 200, reason_gone: 'invoice_paid' }]);
  const log = async (id: string): Promise<string[]> =>
    (await client.detail(id)).body.approval_log.map(({ command }: { command: string }) => command);
  expect(await log(special.Crash)).toEqual(['approve', 'claim', 'claim', 'complete']);
  expect(await log(special.Release)).toEqual(['approve', 'claim', 'release', 'claim', 'complete']);
  for (const id of ids)
    expect((await client.detail(id)).body).toMatchObject({
      status: 'completed',
      external_id: `mail-${id}`,
      delivery: { way: 'external', status: 'sent' },
    });
  const select = (sql: string, values: unknown[]) => app.dataSource.query<object[]>(sql, values);
  expect(await violations(select, { companies: [company.id] })).toEqual({});
});
