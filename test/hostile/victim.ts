import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A process of its own, so that the attackers do not delay its measurements: people of a company who read their inbox and approve
 * at a steady pace, however slow the responses are. A latency counts from the time at which the request was due.
 */
export interface VictimWork {
  url: string;
  company: string;
  tokens: string[];
  /** Undecided actions: at most one is approved per `APPROVE_EVERY` requests. */
  actions: string[];
}

export interface Experience {
  latenciesMs: number[];
  /** How many requests failed, by status or error code. */
  failures: Record<string, number>;
}

/** Requests per second of each token: below its rate limit. */
const PER_SECOND = 10;
const APPROVE_EVERY = 5;
const TIMEOUT_MS = 10_000;

const agent = new Agent({ keepAlive: true });
let experience: Experience = { latenciesMs: [], failures: {} };
let pending: Promise<void>[] = [];
let running: { work: VictimWork; timer: NodeJS.Timeout } | undefined;

process.on('message', (message: VictimWork | 'stop') => {
  if (message === 'stop') void stop();
  else start(message);
});

function start(work: VictimWork): void {
  experience = { latenciesMs: [], failures: {} };
  pending = [];
  const spacingMs = 1_000 / (PER_SECOND * work.tokens.length);
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    for (; startedAt + sent * spacingMs <= performance.now(); sent++)
      pending.push(perform(work, sent, startedAt + sent * spacingMs));
  }, 2);
  running = { work, timer };
}

async function stop(): Promise<void> {
  clearInterval(running?.timer);
  await Promise.all(pending);
  process.send!({ experience, actions: running?.work.actions });
}

async function perform({ url, company, tokens, actions }: VictimWork, n: number, dueAt: number) {
  const isApproval = n % APPROVE_EVERY === 0 && actions.length > 0;
  const path = isApproval ? `/actions/${actions.shift()}/approve` : '/actions?status=proposed';
  const outcome = await statusOf(
    isApproval ? 'POST' : 'GET',
    `${url}/api/companies/${company}${path}`,
    tokens[n % tokens.length]!,
  );
  experience.latenciesMs.push(performance.now() - dueAt);
  if (outcome !== '200') experience.failures[outcome] = (experience.failures[outcome] ?? 0) + 1;
}

/** The status of the response once it is complete, or the code of the error. */
function statusOf(method: string, url: string, token: string): Promise<string> {
  const response = new Promise<string>((resolve) => {
    const headers = { Authorization: `Token ${token}` };
    request(url, { method, agent, headers, timeout: TIMEOUT_MS }, (response) => {
      response.resume().once('close', () => resolve(String(response.statusCode)));
    })
      .once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))
      .end();
  });
  return Promise.race([response, sleep(TIMEOUT_MS, 'timeout', { ref: false })]);
}
