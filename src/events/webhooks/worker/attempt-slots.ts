/** Attempts of one process at a time to endpoints that answer in time. */
const QUICK = 96;
/** The same to slow and failing ones: however many of them hang, the others have their own. */
const SLOW = 32;
/** Of one company, in each of the two groups. */
const OF_COMPANY = 16;

export type Lane = 'quick' | 'slow';

interface Waiter {
  key: string;
  lane: Lane;
  grant: () => void;
}

/** Shares the attempts of a process: first come, first served, among those whose company has not got its share. */
export class AttemptSlots {
  private readonly used = { quick: 0, slow: 0 };
  private readonly ofCompany = new Map<string, number>();
  private readonly waiting: Waiter[] = [];

  /** Waits for its turn; resolves to what gives the slot back. */
  take(company: string, lane: Lane): Promise<() => void> {
    return new Promise((resolve) => {
      const key = `${lane} ${company}`;
      this.waiting.push({ key, lane, grant: () => resolve(() => this.giveBack(key, lane)) });
      this.grantNext();
    });
  }

  private giveBack(key: string, lane: Lane): void {
    this.used[lane] -= 1;
    const left = this.ofCompany.get(key)! - 1;
    if (left > 0) this.ofCompany.set(key, left);
    else this.ofCompany.delete(key);
    this.grantNext();
  }

  private grantNext(): void {
    const next = this.waiting.findIndex(({ key, lane }) => this.isFree(key, lane));
    if (next < 0) return;
    const [{ key, lane, grant }] = this.waiting.splice(next, 1) as [Waiter];
    this.used[lane] += 1;
    this.ofCompany.set(key, (this.ofCompany.get(key) ?? 0) + 1);
    grant();
    this.grantNext();
  }

  private isFree(key: string, lane: Lane): boolean {
    const total = lane === 'quick' ? QUICK : SLOW;
    return this.used[lane] < total && (this.ofCompany.get(key) ?? 0) < OF_COMPANY;
  }
}
