import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import request from 'supertest';
import { poolOf } from '../../src/database/connection/pool.js';
import { Metrics } from '../../src/observability/metrics.js';
import { MetricsServer } from '../../src/observability/metrics.server.js';
import { type RunningApp, startApp, useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { createTenant } from '../support/tenant.js';

const ACTION_ROUTE = '/api/companies/:company_id/actions/:action_id';

const other = useApp({ METRICS_PORT: 0 });
let app: RunningApp;

beforeAll(async () => {
  app = await startApp(await createMigratedDatabase(), { METRICS_PORT: 0 });
});
afterAll(() => app.nest.close());

const urlOf = ({ nest }: RunningApp) => `http://127.0.0.1:${nest.get(MetricsServer).port}`;

/** The current value of each metric, by name and labels. */
async function scrape(from = app): Promise<Record<string, number>> {
  const { text } = await request(urlOf(from))
    .get('/metrics')
    .expect(200)
    .expect('Content-Type', /^text\/plain/);
  const samples = text.split('\n').filter((line) => line && !line.startsWith('#'));
  const parsed = samples.map((line) => /^(.+) (\S+)$/.exec(line)!);
  return Object.fromEntries(parsed.map(([, name, value]) => [name, Number(value)]));
}

const requestCount = (method: string, route: string, status: number | string) =>
  `http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`;

describe('GET /metrics, on a separate port', () => {
  it('counts and times requests by route pattern', async () => {
    const { client, make, company } = await createTenant(app);
    const { id } = await make.anAction(company);
    await client.detail(id).expect(200);
    await client.detail(id).expect(200);
    await client.detail(uuidv7()).expect(404);
    await client.request('get', '/nowhere').expect(404);
    await client.request('post', `/actions/${id}/approve`).type('text').send('x').expect(415);
    const samples = await scrape();
    expect(samples).toMatchObject({
      [requestCount('GET', ACTION_ROUTE, 200)]: 2,
      [requestCount('GET', ACTION_ROUTE, 404)]: 1,
      [requestCount('GET', 'none', 404)]: 1,
      [requestCount('POST', `${ACTION_ROUTE}/approve`, 415)]: 1,
    });
    const sum = samples[requestCount('GET', ACTION_ROUTE, 200).replace('_count', '_sum')]!;
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan(5);
    expect(Object.keys(samples).join()).not.toContain(id);
  });

  it('counts transitions by command and result, without replayed responses', async () => {
    const { client, make, company } = await createTenant(app);
    const { id } = await make.anAction(company);
    const approve = () => client.perform('approve', id).set('Idempotency-Key', 'k');
    await approve().expect(200);
    await approve().expect(200).expect('Idempotency-Replayed', 'true');
    await client.perform('approve', id).expect(400);
    await client.perform('cancel', id).set('If-Match', '"99"').expect(412);
    await client.perform('send', uuidv7()).expect(404);
    await client.perform('send', id, { nonsense: 1 }).expect(400);
    const transitions = Object.entries(await scrape()).filter(([name]) => name.startsWith('action_'));
    expect(Object.fromEntries(transitions)).toEqual({
      'action_transitions_total{command="approve",result="ok"}': 1,
      'action_transitions_total{command="approve",result="invalid_state"}': 1,
      'action_transitions_total{command="cancel",result="version_conflict"}': 1,
      'action_transitions_total{command="send",result="not_found"}': 1,
    });
  });

  describe('with an Idempotency-Key', () => {
    const countsOf = async (command: string) => {
      const samples = Object.entries(await scrape());
      return samples.filter(([name]) => name.startsWith(`action_transitions_total{command="${command}"`));
    };

    /** Sends a request whose response, with this status, the database refuses to commit. */
    async function refuseCommit(status: number, send: () => request.Test): Promise<request.Response> {
      await app.dataSource.query(`
        CREATE FUNCTION refuse_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
        CREATE CONSTRAINT TRIGGER refuse_commit AFTER INSERT ON idempotency_key DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW WHEN (NEW.status = ${status}) EXECUTE FUNCTION refuse_commit()`);
      try {
        return await send();
      } finally {
        await app.dataSource.query('DROP FUNCTION refuse_commit CASCADE');
      }
    }

    it('counts a command whose commit fails as an error, and its retry as ok', async () => {
      const { client, make, company } = await createTenant(app);
      const { id } = await make.anAction(company);
      const complete = () => client.perform('complete', id).set('Idempotency-Key', 'k');
      expect((await refuseCommit(200, complete)).status).toBe(500);
      expect(await countsOf('complete')).toEqual([
        ['action_transitions_total{command="complete",result="error"}', 1],
      ]);
      await complete().expect(200);
      await complete().expect(200).expect('Idempotency-Replayed', 'true');
      expect(Object.fromEntries(await countsOf('complete'))).toEqual({
        'action_transitions_total{command="complete",result="error"}': 1,
        'action_transitions_total{command="complete",result="ok"}': 1,
      });
    });

    it('counts a refusal once, and as an error if its response cannot be committed', async () => {
      const { client, make, company } = await createTenant(app);
      const { id } = await make.anAction(company, { status: 'completed' });
      const reject = () => client.perform('reject', id).set('Idempotency-Key', 'k');
      expect((await refuseCommit(400, reject)).status).toBe(500);
      await reject().expect(400);
      await reject().expect(400).expect('Idempotency-Replayed', 'true');
      await client.perform('reject', uuidv7()).set('Idempotency-Key', 'other').expect(404);
      expect(Object.fromEntries(await countsOf('reject'))).toEqual({
        'action_transitions_total{command="reject",result="error"}': 1,
        'action_transitions_total{command="reject",result="invalid_state"}': 1,
        'action_transitions_total{command="reject",result="not_found"}': 1,
      });
    });
  });

  it('reports the state of the pool and the event loop', async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, () => poolOf(app.dataSource).connect()));
    const waiting = poolOf(app.dataSource).query('SELECT 1');
    expect(await scrape()).toMatchObject({
      'pg_pool{state="total"}': 10,
      'pg_pool{state="idle"}': 0,
      'pg_pool{state="waiting"}': 1,
      nodejs_eventloop_lag_seconds: expect.any(Number),
    });
    taken.forEach((connection) => connection.release());
    await waiting;
    expect(await scrape()).toMatchObject({ 'pg_pool{state="idle"}': 10, 'pg_pool{state="waiting"}': 0 });
  });

  it('is served only there, and nothing else is', async () => {
    await request(app.url).get('/metrics').expect(404);
    await request(urlOf(app)).get('/health/live').expect(404);
    await request(urlOf(app)).post('/metrics').expect(405).expect('Allow', 'GET, HEAD');
  });

  it('counts separately for each application', async () => {
    expect(Object.keys(await scrape(other)).filter((name) => name.startsWith('action_'))).toEqual([]);
  });
});

describe('db_input_leak', () => {
  it('counts an input that only the database rejects, in a query of TypeORM, and responds with 500', async () => {
    const { client, make, company } = await createTenant(app);
    const { id } = await make.anAction(company);
    await app.dataSource.query(
      'ALTER TABLE approval_log ADD CONSTRAINT sabotage CHECK (comment::int > 0) NOT VALID',
    );
    const response = await client.perform('reject', id, { comment: 'no number' });
    await app.dataSource.query('ALTER TABLE approval_log DROP CONSTRAINT sabotage');
    expect(response).toMatchObject({ status: 500, body: { code: 'error' } });
    expect(await scrape()).toMatchObject({ db_input_leak: 1 });
  });

  it('counts one in a prepared statement', async () => {
    const { client, make, company } = await createTenant(app);
    await make.anAction(company);
    await app.dataSource.query(`ALTER TABLE action RENAME TO whole_action;
      CREATE VIEW action AS SELECT * FROM whole_action WHERE status::int > 0`);
    const response = await client.list();
    await app.dataSource.query('DROP VIEW action; ALTER TABLE whole_action RENAME TO action');
    expect(response).toMatchObject({ status: 500, body: { code: 'error' } });
    expect(await scrape()).toMatchObject({ db_input_leak: 2 });
  });

  it('is 0 otherwise', async () => {
    expect(await scrape(other)).toMatchObject({ db_input_leak: 0 });
  });
});

describe('without METRICS_PORT', () => {
  it('opens no port and measures no requests', async () => {
    const off = await startApp();
    await request(off.url).get('/health/live').expect(200);
    expect(off.nest.get(MetricsServer).port).toBeUndefined();
    expect(await off.nest.get(Metrics).registry.metrics()).not.toContain('_count{');
    await off.nest.close();
  });
});
