import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { ENTITIES } from '../../src/schema.js';
import { ATTACKS } from './attacks.js';
import { Attacker, type Target } from './attacker.js';

/** An attack to run: its name in ATTACKS, and its target. */
export interface AttackOrder {
  name: string;
  target: Omit<Target, 'dataSource'>;
  databaseUrl: string;
  attackMs: number;
}

export type AttackReport = Pick<Attacker, 'outcomes' | 'broken' | 'largestResponse'>;

/** The process of the attacker: runs one attack after the other, and keeps its connections until it is told to close them. */
let attacker: Attacker | undefined;
let dataSource: DataSource | undefined;

process.on('message', (message: AttackOrder | 'end') => {
  if (message === 'end') end();
  else
    void start(message).then(
      () => process.send!(''),
      (error: unknown) => process.send!(String(error)),
    );
});

async function start({ name, target, databaseUrl, attackMs }: AttackOrder): Promise<void> {
  dataSource ??= await new DataSource({
    ...dataSourceOptions({ url: databaseUrl, poolSize: 4 }),
    entities: ENTITIES,
  }).initialize();
  attacker = new Attacker({ ...target, dataSource }, performance.now() + attackMs);
  const attack = ATTACKS.find((candidate) => candidate.name === name);
  await (attack ?? { run: (resting: Attacker) => resting.rest() }).run(attacker);
}

function end(): void {
  const { outcomes, broken, largestResponse } = attacker!;
  const report: AttackReport = { outcomes, broken, largestResponse };
  attacker!.close();
  process.send!(report);
}
