import type { Attacker } from './attacker.js';

/** The companies that are made before the run: 100,000 actions, and 500 actions with texts of 100,000 characters. */
export type CompanyName = 'big' | 'texts';

/** What one client does within its rights, or at the socket, to the disadvantage of others. */
export interface Attack {
  name: string;
  does: string;
  /** The company for which the attacker acts; by default a new one. */
  company?: CompanyName;
  /** Left out of the short form. */
  isLong?: true;
  /** Resolves when the attack is over (see Attacker.until). */
  run(attacker: Attacker): Promise<unknown>;
}
