import { Injectable } from '@nestjs/common';
import { DomainError } from '../../problems/domain-error.js';
import { LIMITS } from '../../limits.js';

/** The share of a token, or of a company with all its tokens. */
interface Share {
  readonly limit: number;
  used: number;
  waiting: number;
}

/** The memory for one body. */
export interface BodyClaim {
  /** Resolves when there is enough memory; rejects with `throttled` if that takes too long, or too many bodies wait. */
  granted: Promise<void>;
  /** Gives back what a body of unknown size does not need. */
  shrinkTo(bytes: number): void;
  /** Gives all back, or ends the wait. */
  release(): void;
}

/**
 * The memory for request bodies, in which each token and each company has a share. A body that exceeds a share is not read until
 * others are processed, so its client waits too: no client makes the process grow by sending many large bodies at once.
 */
@Injectable()
export class BodyMemory {
  private readonly shares = new Map<string, Share>();
  /** In the order of arrival. Each takes its memory, if there is enough. */
  private readonly waiters = new Set<() => void>();

  /** @param limits the bytes of each share that the body counts for, by the name of its owner */
  claim(limits: ReadonlyMap<string, number>, bytes: number, waitMs: number): BodyClaim {
    const shares = [...limits].map(([owner, limit]) => this.shareOf(owner, limit));
    let held = 0;
    const hold = (amount: number): void => {
      const isLess = amount < held;
      for (const share of shares) share.used += amount - held;
      held = amount;
      if (isLess) for (const takeIfFree of this.waiters) takeIfFree();
    };
    const isFree = () => shares.every(({ used, limit }) => used + bytes <= limit);
    let endWait = (): void => {};
    const granted = new Promise<void>((resolve, reject) => {
      const refuse = () =>
        reject(new DomainError('throttled', 'Too many large bodies at once; retry later.'));
      if (isFree()) {
        hold(bytes);
        return resolve();
      }
      if (shares.some(({ waiting }) => waiting >= LIMITS.waitingBodies)) return refuse();
      const takeIfFree = (): void => {
        if (!isFree()) return;
        hold(bytes);
        resolve();
        endWait();
      };
      this.waiters.add(takeIfFree);
      for (const share of shares) share.waiting += 1;
      const timer = setTimeout(() => endWait(), waitMs);
      endWait = () => {
        if (!this.waiters.delete(takeIfFree)) return;
        clearTimeout(timer);
        for (const share of shares) share.waiting -= 1;
        // Without effect if the memory was granted.
        refuse();
      };
    });
    return {
      granted,
      shrinkTo: (needed) => hold(Math.min(held, needed)),
      release: () => {
        endWait();
        hold(0);
        for (const owner of limits.keys()) this.forgetUnused(owner);
      },
    };
  }

  private shareOf(owner: string, limit: number): Share {
    const share = this.shares.get(owner) ?? { limit, used: 0, waiting: 0 };
    this.shares.set(owner, share);
    return share;
  }

  private forgetUnused(owner: string): void {
    const share = this.shares.get(owner);
    if (share?.used === 0 && share.waiting === 0) this.shares.delete(owner);
  }
}
