import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import type { AttackOrder, AttackReport } from './attacker-main.js';

/** As little of the processors as the system can give. */
const LOWEST_PRIORITY = 19;

/**
 * The attacker's process (see attacker-main.ts). It has the lowest priority: real attackers bring processors of their own, so the
 * measurements must not show how the system divides ours between the attacker's work and the server.
 */
export class AttackerProcess {
  private readonly child: ChildProcess = fork('test/hostile/attacker-main.ts', {
    execArgv: ['--import', 'tsx'],
  });

  constructor() {
    setPriority(this.child.pid!, LOWEST_PRIORITY);
  }

  /** Resolves when the attack is over, with a sentence if it failed. Its connections stay open. */
  async attack(order: AttackOrder, overtimeMs: number): Promise<string | undefined> {
    const timeout = AbortSignal.timeout(order.attackMs + overtimeMs);
    this.child.send(order);
    return once(this.child, 'message', { signal: timeout }).then(
      ([failure]) => (failure as string) || undefined,
      () => 'the attack did not end',
    );
  }

  /** Closes every connection of the attack. */
  async end(): Promise<AttackReport> {
    this.child.send('end');
    for (;;) {
      const [message] = (await once(this.child, 'message')) as [string | AttackReport];
      // A string is the end of an attack that took too long.
      if (typeof message === 'object') return message;
    }
  }

  close(): void {
    this.child.kill('SIGKILL');
  }
}
