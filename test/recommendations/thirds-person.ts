import type { TenantWithLedger } from '../support/tenant-with-ledger.js';

const PAGE = 500;

interface Listed {
  id: string;
}

/** A person who rejects a third of the recommended actions, approves a third and ignores a third; completes half of the approved. */
export class ThirdsPerson {
  readonly counts = { reject: 0, approve: 0, complete: 0, ignore: 0 };
  private readonly ignored = new Set<string>();
  private toComplete: string[] = [];

  /** @param state the seed of the choices */
  constructor(private state: number) {}

  /** Decides on the actions that this person has not seen before, and completes what was approved at an earlier visit. */
  async decide({ client }: TenantWithLedger): Promise<void> {
    const bulk = async (command: 'reject' | 'approve' | 'complete', ids: string[]): Promise<void> => {
      for (let from = 0; from < ids.length; from += 100) {
        const body = { ids: ids.slice(from, from + 100) };
        const response = await client.request('post', `/actions/bulk/${command}`).send(body).expect(200);
        const results = response.body.results as { ok: boolean }[];
        this.counts[command] += results.filter(({ ok }) => ok).length;
      }
    };
    const listed: Listed[] = [];
    for (const category of ['needs_action', 'awaiting_customer']) {
      const { body } = await client.list({ category, page_size: PAGE }).expect(200);
      listed.push(...(body.data as Listed[]));
    }
    const fresh = listed
      .filter(({ id }) => !this.ignored.has(id))
      .map(({ id }) => ({ id, third: this.next() % 3 }));
    const idsOf = (third: number) => fresh.filter((action) => action.third === third).map(({ id }) => id);
    const [rejected, approved, ignored] = [idsOf(0), idsOf(1), idsOf(2)];
    // The ledger may have cancelled some of the approved actions meanwhile.
    await bulk('complete', this.toComplete);
    await bulk('reject', rejected);
    await bulk('approve', approved);
    for (const id of ignored) this.ignored.add(id);
    this.counts.ignore += ignored.length;
    this.toComplete = approved.filter(() => this.next() % 2 === 0);
  }

  /** A linear congruential generator: its upper bits are random enough, and a seed repeats a run. */
  private next(): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.state >>> 16;
  }
}
