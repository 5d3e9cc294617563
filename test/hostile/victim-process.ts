import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Experience, VictimWork } from './victim.js';

/** The victim's process (see victim.ts), which goes on with its actions where it stopped. */
export class VictimProcess {
  private readonly child: ChildProcess = fork('test/hostile/victim.ts', { execArgv: ['--import', 'tsx'] });

  constructor(private work: Omit<VictimWork, 'url'>) {}

  start(url: string): void {
    this.child.send({ ...this.work, url });
  }

  /** Waits for the responses to the requests that were sent. */
  async stop(): Promise<Experience> {
    this.child.send('stop');
    const [{ experience, actions }] = (await once(this.child, 'message')) as [
      { experience: Experience; actions: string[] },
    ];
    this.work = { ...this.work, actions };
    return experience;
  }

  close(): void {
    this.child.kill('SIGKILL');
  }
}
