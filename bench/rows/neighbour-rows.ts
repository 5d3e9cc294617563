import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpRequest, load, median } from '../load/load.js';
import type { Side } from '../measure.js';
import { addLongActions, createLedgerCompany } from '../scene/fresh-companies.js';
import type { Scene } from '../scene/scene.js';
import { ledgerBody } from './bodies.js';

export interface Neighbour {
  /** What the noisy company does. */
  name: string;
  /** Milliseconds: what users of another company wait for their inbox. */
  p50: number;
  p99: number;
  /** The p99 as a multiple of the one at rest. */
  factor: number;
  errors: number;
}

interface Noise {
  name: string;
  connections: number;
  requests: HttpRequest[];
}

const NEIGHBOUR = { connections: 4, rate: 60 };
const LEAD_MS = 1_500;
const POLICY_INVOICES = 20_000;

async function noises({ client }: Scene): Promise<Noise[]> {
  const long = await createLedgerCompany(client, 'Noise: long drafts', 10);
  await addLongActions(client, long, 500);
  const importing = await createLedgerCompany(client, 'Noise: imports', 10);
  const policy = await createLedgerCompany(client, 'Noise: policy', POLICY_INVOICES);
  const imports = Array.from({ length: 20 }, (_, n) => ({
    method: 'PUT' as const,
    path: `/api/companies/${importing}/ledger`,
    body: ledgerBody(`noise ${n}`, 5_000),
  }));
  return [
    {
      name: 'lists 500 actions of 100 kB',
      connections: 2,
      requests: [{ method: 'GET', path: `/api/companies/${long}/actions?page_size=500` }],
    },
    { name: 'imports 5,000 rows after each other', connections: 2, requests: imports },
    {
      name: `runs the policy over ${POLICY_INVOICES.toLocaleString('en')} invoices`,
      connections: 1,
      requests: [{ method: 'POST', path: `/api/companies/${policy}/recommendations/run`, body: '{}' }],
    },
  ];
}

export const NEIGHBOUR_TITLE = 'noisy neighbour';

/** What the users of one company notice while another one asks much: at 60 requests per second, so that nothing queues at rest. */
export async function measureNeighbours(
  scene: Scene,
  side: Side,
  rounds: number,
  seconds: number,
): Promise<Neighbour[]> {
  const victim = scene.companies.find(({ label }) => label === '10k') ?? scene.companies[0]!;
  const inbox = { method: 'GET', path: `/api/companies/${victim.id}/actions?category=needs_action` } as const;
  const prepared = await noises(scene);
  const results: Neighbour[] = [];
  for (const noise of [null, ...prepared]) {
    const measured = [];
    const stop = noise ? startNoise(side, noise) : () => {};
    await sleep(LEAD_MS);
    // Not fewer than a few seconds: the p99 of few requests is their maximum.
    for (let round = 0; round < rounds; round++)
      measured.push(
        await load(side.server.url, side.token, () => inbox, { ...NEIGHBOUR, seconds: Math.max(4, seconds) }),
      );
    stop();
    const p99 = median(measured.map((round) => round.p99));
    const errors = measured
      .flatMap((round) => Object.values(round.errors))
      .reduce((sum, count) => sum + count, 0);
    const atRest = results[0]?.p99 ?? p99;
    results.push({
      name: noise?.name ?? 'is at rest',
      p50: median(measured.map((round) => round.p50)),
      p99,
      factor: p99 / atRest,
      errors,
    });
    await sleep(LEAD_MS);
  }
  return results;
}

function startNoise({ server, token }: Side, { requests, connections }: Noise): () => void {
  const script = new URL('../scene/noise.ts', import.meta.url).pathname;
  const args = ['--import', 'tsx', script, server.url, token!];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin.end(JSON.stringify({ requests, connections }));
  return () => void child.kill();
}
