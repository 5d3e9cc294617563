import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { expectProblem } from '../support/problem.js';
import type { Command } from '../../src/actions/lifecycle/transitions.js';

const app = useApp();

/** Selects logs with a gap: a row that does not start where the previous row ended, or a last row that ends elsewhere than the action. */
const BROKEN_CHAINS = `
  SELECT action_id FROM (
    SELECT l.action_id, l.from_status, l.to_status, a.status,
           lag(l.to_status, 1, 'proposed') OVER w AS previous, lead(l.seq) OVER w IS NULL AS is_last
    FROM approval_log l JOIN action a ON a.id = l.action_id WHERE l.company_id = $1
    WINDOW w AS (PARTITION BY l.action_id ORDER BY l.seq)
  ) chain WHERE from_status <> previous OR (is_last AND to_status <> status)`;

it('of 20 simultaneous approvals one succeeds, 19 get invalid_state, and one log row is written', async () => {
  const { make, company, client } = await createTenant(app);
  const { id } = await make.anAction(company);
  const texts = Array.from({ length: 20 }, (_, n) => `Text ${n}`);
  const responses = await Promise.all(
    texts.map((final_content) => retryOn503(() => client.perform('approve', id, { final_content }))),
  );
  const [winner, ...others] = responses.filter(({ status }) => status === 200);
  const losers = responses.filter(({ status }) => status !== 200);
  expect(others).toHaveLength(0);
  expect(losers).toHaveLength(19);
  for (const loser of losers) {
    const extras = { current_status: 'processing', allowed_from: ['proposed', 'scheduled'] };
    expectProblem(loser, 'invalid_state', extras);
  }
  const { body } = await client.detail(id).expect(200);
  expect(body.approval_log).toHaveLength(1);
  expect(body.metadata).toEqual({ final_content: texts[responses.indexOf(winner!)] });
  expect(body).toEqual(winner!.body);
});

it('of simultaneous cancellations all succeed, one changes the status, and every reason is logged', async () => {
  const { make, company, client } = await createTenant(app);
  const { id } = await make.anAction(company);
  const reasons = Array.from({ length: 10 }, (_, n) => `Reason ${n}`);
  const responses = await Promise.all(
    reasons.map((reason) => retryOn503(() => client.perform('cancel', id, { reason }))),
  );
  expect(responses.map(({ status }) => status)).toEqual(reasons.map(() => 200));
  const { body } = await client.detail(id).expect(200);
  expect(body.version).toBe(2);
  expect(body.approval_log.map((row: Record<string, string>) => row.reason).toSorted()).toEqual(reasons);
  const statusChanges = body.approval_log.filter(
    (row: Record<string, string>) => row.from_status === 'proposed',
  );
  expect(statusChanges).toHaveLength(1);
  expect(statusChanges[0].created_at).toBe(body.updated_at);
});

it('each of 40 actions is decided once when 8 decisions on it are simultaneous', async () => {
  const { make, company, client } = await createTenant(app);
  const { id: invoiceId, customerId } = await make.anInvoice(company);
  const racers: Command[] = ['approve', 'send', 'approve', 'send', 'approve', 'send', 'approve', 'send'];
  const actions = await Promise.all(
    Array.from({ length: 40 }, () => make.anAction(company, { invoiceId, customerId, isRecommended: false })),
  );
  for (const { id } of actions) {
    const responses = await Promise.all(
      racers.map((command) => retryOn503(() => client.perform(command, id))),
    );
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(responses.filter(({ body }) => body.code === 'invalid_state')).toHaveLength(7);
  }
  const [{ decisions }] = await app.dataSource.query(
    'SELECT count(*)::int AS decisions FROM approval_log WHERE company_id = $1',
    [company.id],
  );
  expect(decisions).toBe(40);
  expect(await app.dataSource.query(BROKEN_CHAINS, [company.id])).toEqual([]);
});

it('for any mix of simultaneous commands, the log has no gap and a row for every success', async () => {
  const { make, company, client } = await createTenant(app);
  const mix: Command[] = ['approve', 'reject', 'send', 'cancel', 'complete', 'approve', 'complete', 'cancel'];
  let successes = 0;
  for (let round = 0; round < 12; round++) {
    const { id } = await make.anAction(company);
    const responses = await Promise.all(mix.map((command) => retryOn503(() => client.perform(command, id))));
    const succeeded = responses.filter(({ status }) => status === 200).length;
    const refused = responses.filter(({ body }) => body.code === 'invalid_state').length;
    expect(succeeded + refused).toBe(mix.length);
    successes += succeeded;
  }
  const [{ rows }] = await app.dataSource.query(
    'SELECT count(*)::int AS rows FROM approval_log WHERE company_id = $1',
    [company.id],
  );
  expect(rows).toBe(successes);
  expect(await app.dataSource.query(BROKEN_CHAINS, [company.id])).toEqual([]);
});

it('the time of a decision is read after its row lock, not when it began to wait', async () => {
  const { make, company, client } = await createTenant(app);
  const { id } = await make.anAction(company);
  const blocker = app.dataSource.createQueryRunner();
  await blocker.startTransaction();
  await blocker.query('SELECT FROM action WHERE id = $1 FOR UPDATE', [id]);
  const waiting = client.perform('complete', id).then(({ body }) => body);
  let waiters = 0;
  while (waiters === 0) {
    [{ waiters }] = await app.dataSource.query(
      `SELECT count(*)::int AS waiters FROM pg_locks l JOIN pg_locks held USING (transactionid)
       WHERE NOT l.granted AND held.granted AND held.pid = $1`,
      [(await blocker.query('SELECT pg_backend_pid() AS pid'))[0].pid],
    );
  }
  const [{ released }] = await blocker.query('SELECT clock_timestamp()::timestamptz(3) AS released');
  await blocker.commitTransaction();
  await blocker.release();
  expect(Date.parse((await waiting).executed_at)).toBeGreaterThanOrEqual(released.getTime());
});
