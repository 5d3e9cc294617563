import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { killProcesses } from '../support/processes.js';
import type { Attack } from './attack.js';
import { ATTACKS } from './attacks.js';
import { Attacker } from './attacker.js';
import { brokenLimits, FORMS, type Form } from './limits.js';
import { latenciesOf, type Result, tableOf } from './result.js';
import { type Scene, setScene } from './scene.js';
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

const scene = await setScene();
const victim = new VictimProcess(scene.victim);
const rows: (Result & { brokenLimits: string[] })[] = [];
let server: AttackedServer | null = null;
try {
  for (const attack of [AT_REST, ...selected]) {
    server ??= await startWarm(scene, victim);
    const result = await attackWith(attack, server, scene, victim);
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
  await killProcesses();
  await scene.close();
}
console.log(`\n${tableOf(rows)}`);
await writeFile(process.env.HOSTILE_JSON ?? 'hostile.json', JSON.stringify(rows, null, 2));
if (rows.some(({ brokenLimits }) => brokenLimits.length > 0)) process.exitCode = 1;

/** Starts a server and lets the victim work on it, because the first requests of a process are slow. */
async function startWarm({ databaseUrl }: Scene, victim: VictimProcess): Promise<AttackedServer> {
  const server = await startAttackedServer(databaseUrl);
  victim.start(server.url);
  await sleep(WARM_UP_MS);
  await victim.stop();
  return server;
}

async function attackWith(
  attack: Attack,
  server: AttackedServer,
  { companies, make, dataSource }: Scene,
  victim: VictimProcess,
): Promise<Result> {
  const company = attack.company ? companies[attack.company] : await make.aCompany();
  // A token and an address of its own: their limits are not used up by earlier attacks, and are not those of the victim.
  const token = await make.aToken([company]);
  const target = { url: server.url, company, token, dataSource, address: addressOf(ATTACKS.indexOf(attack)) };
  const started = await server.probe('start');
  victim.start(server.url);
  const attacker = new Attacker(target, performance.now() + form.attackMs);
  const overtime = sleep(form.attackMs + OVERTIME_MS, 'the attack did not end', { ref: false });
  const failure = await Promise.race([attack.run(attacker).then(() => undefined, String), overtime]);
  if (failure !== undefined) attacker.broken.push(failure);
  const measured = await server.probe('sample');
  const experience = await victim.stop();
  // Last, because the victim would notice the garbage collection.
  const live = await server.probe('live');
  attacker.close();
  const grown = (mib: number | undefined) => (mib === undefined || !started ? null : mib - started.startMib);
  return {
    name: attack.name,
    does: attack.does,
    died: !server.isRunning(),
    measured,
    growthMib: grown(measured?.peakMib),
    keptMib: grown(live?.liveMib),
    ...latenciesOf(experience),
    outcomes: attacker.outcomes,
    largestResponse: attacker.largestResponse,
    broken: attacker.broken,
  };
}

/** Another loopback address for each attack. Other systems than Linux have only one. */
function addressOf(index: number): string | undefined {
  return process.platform === 'linux' ? `127.0.0.${index + 3}` : undefined;
}
