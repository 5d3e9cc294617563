import { texts } from '../../texts/texts.js';
import {
  begin,
  type Decision,
  type DecisionRequest,
  failed,
  isUndoable,
  isUnsent,
  type Pending,
  sending,
  succeeded,
} from './pending.js';

/**
 * The decisions that are not settled, and their timers. Each decision has one idempotency key: it is sent after its six seconds, or
 * at once when the page goes away, and a repetition has no second effect. If the tab dies without going away properly, it was not
 * sent, and the action waits for a decision as before.
 */
export class PendingStore {
  private all: readonly Pending[] = [];
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly listeners = new Set<() => void>();
  /** What is sent and not settled yet. */
  private readonly requests = new Set<Promise<void>>();

  /** @param onSettled reads everything about actions again; those of the decision stay hidden until it has */
  constructor(private readonly onSettled: (decision: Decision) => Promise<unknown>) {}

  readonly current = (): readonly Pending[] => this.all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly decide = (decision: Decision): void => {
    const settled = this.all.filter(
      ({ stage, decision: { actionIds } }) =>
        !(stage === 'failed' && actionIds.some((id) => decision.actionIds.includes(id))),
    );
    const pending = begin(crypto.randomUUID(), decision, Date.now());
    this.change([...settled, pending]);
    if (decision.isDelayed) this.wait(pending);
    else void this.send(pending.id);
  };

  /** Takes it back, if it still can be. */
  readonly undo = (id: string): void => {
    const pending = this.find(id);
    if (!pending || !isUndoable(pending)) return;
    if (pending.stage === 'counting') this.remove(id);
    else void this.takeBack(pending);
  };

  /** Sends it now, whatever it waits for. */
  readonly sendNow = (id: string): void => void this.send(id);

  readonly dismiss = (id: string): void => this.remove(id);

  /**
   * Sends everything that waits, because the page or the session goes away.
   * @returns whether all of it has arrived; what failed before, and was shown, does not count
   */
  readonly flush = async (keepalive: boolean): Promise<boolean> => {
    const due = this.all.filter(({ stage }) => stage !== 'failed');
    for (const { id } of due.filter(isUnsent)) void this.send(id, keepalive);
    await Promise.all(this.requests);
    return due.every(({ id }) => !['repeating', 'failed'].includes(this.find(id)?.stage ?? 'sent'));
  };

  private async send(id: string, keepalive = false): Promise<void> {
    const pending = this.find(id);
    if (!pending || (pending.stage === 'sending' && pending.attempts > 0)) return;
    this.replace(sending(pending));
    const settled = this.settle(id, () => pending.decision.send({ idempotencyKey: id, keepalive }));
    this.requests.add(settled);
    await settled;
    this.requests.delete(settled);
  }

  /** A request that is not sent, because the browser refuses it, fails like one without an answer. */
  private async settle(id: string, request: () => Promise<unknown>): Promise<void> {
    try {
      await request();
    } catch (error) {
      const pending = this.find(id);
      if (!pending) return;
      const after = this.replace(failed(pending, error, Date.now()));
      this.wait(after);
      // What it failed because of is to be seen.
      if (after.stage === 'failed') await this.onSettled(pending.decision).catch(() => {});
      return;
    }
    const pending = this.find(id);
    if (!pending) return;
    pending.decision.onDone?.();
    const after = this.replace(succeeded(pending, Date.now()));
    await this.onSettled(pending.decision).catch(() => {});
    if (after.stage === 'sent') this.remove(id);
    else this.wait(after);
  }

  private async takeBack(pending: Pending): Promise<void> {
    const request: DecisionRequest = { idempotencyKey: crypto.randomUUID(), keepalive: false };
    const { takeBack, ...taken } = pending.decision;
    const decision = { ...taken, doing: texts.decision.undoing };
    this.replace({ ...pending, stage: 'sending', endsAt: null, decision });
    try {
      await takeBack!(request);
    } catch (error) {
      this.replace({ ...pending, decision, stage: 'failed', endsAt: null, error });
      return;
    }
    this.remove(pending.id);
    await this.onSettled(decision).catch(() => {});
  }

  /** Does what comes after the stage when its time is over. */
  private wait({ id, stage, endsAt }: Pending): void {
    clearTimeout(this.timers.get(id));
    if (endsAt === null) return;
    const next = () => (stage === 'done' ? this.remove(id) : void this.send(id));
    this.timers.set(id, setTimeout(next, endsAt - Date.now()));
  }

  private find(id: string): Pending | undefined {
    return this.all.find((pending) => pending.id === id);
  }

  private replace(pending: Pending): Pending {
    this.change(this.all.map((other) => (other.id === pending.id ? pending : other)));
    return pending;
  }

  private remove(id: string): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
    this.change(this.all.filter((pending) => pending.id !== id));
  }

  private change(all: readonly Pending[]): void {
    this.all = all;
    for (const listener of this.listeners) listener();
  }
}
