import { parse } from 'csv-parse/sync';
import { expect, it } from '@jest/globals';
import { contactRow, put } from '../ledger-sync/rows.js';
import { useApp } from '../support/app.js';
import { createTenantWithAgent } from '../support/tenant-with-agent.js';

const app = useApp();

it('T1: log and CSV keep the name of an approver who is renamed later, and the audit is content', async () => {
  const tenant = await createTenantWithAgent(app);
  const { client, make, company } = tenant;
  await put(tenant, { contacts: [contactRow({ external_id: 'E-204', name: 'Ade Bello' })] }).expect(200);
  const contacts = (await client.get('/contacts').expect(200)).body.data;
  const approved_by = contacts.find(({ name }: { name: string }) => name === 'Ade Bello').id;
  const first = await make.anAction(company);
  const second = await make.anAction(company);
  await client.perform('approve', first.id, { approved_by }).expect(200);
  await put(tenant, { contacts: [contactRow({ external_id: 'E-204', name: 'Kim Novak' })] }).expect(200);
  await client.perform('approve', second.id, { approved_by }).expect(200);

  const names = [
    [second.id, 'Kim Novak'],
    [first.id, 'Ade Bello'],
  ];
  const namesIn = (entries: Record<string, string>[]) =>
    entries.map(({ action_id, approved_by_name }) => [action_id, approved_by_name]);
  const { body } = await client.get('/approval-log').expect(200);
  expect(namesIn(body.data)).toEqual(names);
  const { text } = await client.get('/approval-log', { format: 'csv' }).expect(200);
  expect(namesIn(parse(text, { columns: true, bom: true }))).toEqual(names);
  for (const [id, name] of names)
    expect((await client.detail(id!)).body.approval_log).toMatchObject([{ approved_by_name: name }]);
  expect(await tenant.verify()).toMatchObject({ entries: 2, broken: [] });
});
