import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { killProcesses } from '../support/processes.js';
import type { Attack } from './attack.js';
import { ATTACKS } from './attacks.js';
import { AttackerProcess } from './attacker-process.js';
import { brokenLimits, FORMS, type Form } from './limits.js';
import { latenciesOf, type Result, tableOf } from './result.js';
import { setScene } from './scene.js';
import { type AttackedServer, startAttackedServer } from './server.js';
import { VictimProcess } from './victim-process.js';

/**
 * `npm run test:hostile [-- --short] [part-of-a-name…]`: one client attacks a server while the people of another company work on
 * it. Prints what each attack does to them, to the event loop and to the memory, writes it to hostile.json (HOSTILE_JSON), and
 * fails if a limit is broken (see limits.ts).
 */
const WARM_UP_MS = 2_000;
/** A server that has kept more than this much is replaced before the next attack. */
const REPLACE_ABOVE_MIB = 150;
/** How much longer than planned an attack may take that does a fixed amount of work. */
const OVERTIME_MS = 45_000;

const options = process.argv.slice(2);
const parts = options.filter((option) => !option.startsWith('--'));
const form: Form = options.includes('--short') ? FORMS.short : FORMS.long;
const selected = ATTACKS.filter(
  ({ name, isLong }) =>
    parts.some((part) => name.includes(part)) || (parts.length === 0 && !(isLong && form === FORMS.short)),
);
const AT_REST: Attack = { name: 'at rest', does: 'nothing', run: (attacker) => attacker.rest() };

console.log('The attacker has the lowest priority of the processors: latencies are those of the server.');
const scene = await setScene();
const victim = new VictimProcess(scene.victim);
const attacker = new AttackerProcess();
const rows: (Result & { brokenLimits: string[] })[] = [];
let server: AttackedServer | null = null;
try {
  for (const attack of [AT_REST, ...selected]) {
    server ??= await startWarm();
    const result = await attackWith(attack, server);
    const broken = brokenLimits(result, rows[0]?.p99Ms ?? result.p99Ms, form);
    rows.push({ ...result, brokenLimits: broken });
    console.log(`${attack.name}: ${broken.join('; ') || 'ok'}`);
    if (broken.length > 0 || (result.keptMib ?? 0) > REPLACE_ABOVE_MIB) {
      await server.stop();
      server = null;
    }
  }
} finally {
  victim.close();
  attacker.close();
  await killProcesses();
  await scene.close();
}
console.log(`\n${tableOf(rows)}`);
await writeFile(process.env.HOSTILE_JSON ?? 'hostile.json', JSON.stringify(rows, null, 2));
const failed = rows.filter(({ brokenLimits }) => brokenLimits.length > 0).length;
console.log(`\n${rows.length - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

/** Starts a server and lets the victim work on it, because the first requests of a process are slow. */
async function startWarm(): Promise<AttackedServer> {
  const server = await startAttackedServer(scene.databaseUrl);
  victim.start(server.url);
  await sleep(WARM_UP_MS);
  await victim.stop();
  return server;
}

async function attackWith(attack: Attack, server: AttackedServer): Promise<Result> {
  const { companies, make, databaseUrl } = scene;
  const company = attack.company ? companies[attack.company] : await make.aCompany();
  // A token and an address of its own: their limits are not used up by earlier attacks, and are not those of the victim.
  const token = await make.aToken([company]);
  const target = { url: server.url, company, token, address: addressOf(ATTACKS.indexOf(attack)) };
  const started = await server.probe('start');
  victim.start(server.url);
  const order = { name: attack.name, target, databaseUrl, attackMs: form.attackMs };
  const failure = await attacker.attack(order, OVERTIME_MS);
  const measured = await server.probe('sample');
  const experience = await victim.stop();
  // Last, because the victim would notice the garbage collection.
  const live = await server.probe('live');
  const { outcomes, broken, largestResponse } = await attacker.end();
  const grown = (mib: number | undefined) => (mib === undefined || !started ? null : mib - started.startMib);
  return {
    name: attack.name,
    does: attack.does,
    died: !server.isRunning(),
    measured,
    growthMib: grown(measured?.peakMib),
    keptMib: grown(live?.liveMib),
    ...latenciesOf(experience),
    outcomes,
    largestResponse,
    broken: failure === undefined ? broken : [...broken, failure],
  };
}

/** Another loopback address for each attack. Other systems than Linux have only one. */
function addressOf(index: number): string | undefined {
  return process.platform === 'linux' ? `127.0.0.${index + 3}` : undefined;
}
