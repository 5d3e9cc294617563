import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { KeepAliveClient } from '../support/keep-alive-client.js';
import { violations } from '../support/invariants.js';
import { createActions } from '../support/create-actions.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { killProcesses, type Server } from '../support/processes.js';
import { type Command, COMMAND_NAMES } from '../../src/actions/lifecycle/transitions.js';

const RACERS = 8;
/** Actions that are contended for at the same time. */
const RACES = 3;

let installation: Installation;
let server: Server;

/** Registers a test that sends simultaneous commands to each of `count` actions. */
export function testRacingCommands(count: number): void {
  beforeAll(async () => {
    installation = await createInstallation();
    server = await installation.start();
  });
  afterAll(async () => {
    await killProcesses();
    await installation.dataSource.destroy();
  });

  it(`${count} actions with ${RACERS} simultaneous commands each are decided once and end once`, async () => {
    const ids = await createActions(installation.dataSource, installation.company, count);
    const statuses = new Map<number, number>();
    const acknowledged: string[] = [];
    const send = async (
      client: KeepAliveClient,
      id: string,
      command: Command,
      racer: number,
    ): Promise<void> => {
      let requestId = '';
      let tries = 0;
      const { status } = await retryOn503(() => {
        // Each try has its own id: a command that got a 503 may have been performed.
        requestId = `${id}-${racer}-${++tries}`;
        return client.send('POST', `${id}/${command}`, { 'X-Request-Id': requestId });
      });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 200) acknowledged.push(requestId);
    };
    const race = async (): Promise<void> => {
      const base = `${server.url}/api/companies/${installation.company.id}/actions/`;
      const racers = Array.from({ length: RACERS }, () => new KeepAliveClient(base, installation.headers));
      for (let id = ids.pop(); id; id = ids.pop()) {
        const action = id;
        // Each action gets another mix of commands.
        const offset = ids.length;
        await Promise.all(
          racers.map((client, n) =>
            send(client, action, COMMAND_NAMES[(offset * 3 + n) % COMMAND_NAMES.length]!, n),
          ),
        );
      }
      for (const client of racers) client.close();
    };
    await Promise.all(Array.from({ length: RACES }, race));

    const select = (sql: string, values: unknown[]) => installation.dataSource.query<object[]>(sql, values);
    expect(await violations(select, { acknowledged })).toEqual({});
    expect(new Set(statuses.keys())).toEqual(new Set([200, 400]));
    expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(count * RACERS);
    expect(acknowledged.length).toBeGreaterThan(count);
    const [{ undecided }] = await installation.dataSource.query<[{ undecided: number }]>(
      `SELECT count(*)::int AS undecided FROM action WHERE status IN ('proposed', 'scheduled')`,
    );
    // The action from which createActions copies the others.
    expect(undecided).toBe(1);
  }, 600_000);
}
