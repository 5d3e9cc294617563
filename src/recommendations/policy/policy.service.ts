import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { failpoint } from '../../database/failpoints.js';
import type { Page, PageRequest } from '../../database/page.js';
import { Outbox } from '../../events/outbox.js';
import { LedgerService } from '../../ledger/ledger.service.js';
import { LIMITS } from '../../limits.js';
import { DomainError } from '../../problems/domain-error.js';
import { type Actor, SYSTEM_ACTOR } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { CompanyQueue } from '../../tenancy/company-queue.js';
import { addDays, utcDay } from '../../time/calendar-date.js';
import { Clock } from '../../time/clock.js';
import { isAtWork, PolicyRun } from '../runs/policy-run.entity.js';
import { PolicyRunsRepository } from '../runs/policy-runs.repository.js';
import { PolicySlice, type RunCounts } from './policy-slice.js';

export interface RunOptions {
  /** The day of the run, YYYY-MM-DD. By default today: where the customer is, if the ledger knows its time zone. */
  asOf?: string;
  /** Tells what a run would do, and changes no recommendation. */
  dryRun?: boolean;
  /** Whose request it is; null for the command line. */
  actor?: Actor | null;
}

const { atOnce, slice, tries, longestPauseSeconds, leaseSeconds } = LIMITS.policyRun;

/**
 * Runs the dunning policy over every open invoice: at once in the transaction of a request, or in slices, each of them one
 * transaction that stores how far the run is. Any process may take the next slice: it goes on where the last one has ended.
 */
@Injectable()
export class PolicyService {
  constructor(
    private readonly slices: PolicySlice,
    private readonly runs: PolicyRunsRepository,
    private readonly ledger: LedgerService,
    private readonly queue: CompanyQueue,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  list(company: CompanyId, page: PageRequest): Promise<Page<PolicyRun>> {
    return this.runs.list(company, page);
  }

  /** @throws DomainError not_found */
  async get(company: CompanyId, id: string): Promise<PolicyRun> {
    const run = await this.runs.find(company, id);
    if (!run) throw new DomainError('not_found');
    return run;
  }

  /**
   * Runs the policy for a client: at once, or with many invoices or for a client that does not want to wait, as a job of the worker.
   * A day far ahead would replace every recommendation, and a day in the past would withdraw them.
   * @returns the run; at work, if it is a job. A repeated request gets the run that is at work already.
   * @throws DomainError invalid if the day is after tomorrow (in UTC) or before that of the latest run; policy_run_in_progress
   */
  request(company: CompanyId, options: RunOptions, isAsync = false): Promise<PolicyRun> {
    return this.queue.serialize(company, async (manager) => {
      await this.checkDay(company, options.asOf);
      const now = await this.clock.databaseNow(manager);
      const run = await this.create(company, options, now);
      const other = await this.runs.atWork(company);
      if (other && isRepeated(run, other)) return other;
      if (other) throw new DomainError('policy_run_in_progress', undefined, { run_id: other.id });
      if (isAsync || run.total > atOnce) {
        await this.runs.insert(company, { ...run, dueAt: now });
        return run;
      }
      if (!run.isDryRun) await this.runs.insert(company, { ...run, dueAt: now });
      let ended = run;
      while (isAtWork(ended)) ended = await this.advance(company, ended, atOnce, now);
      if (!run.isDryRun) await this.runs.save(company, ended);
      return ended;
    });
  }

  /**
   * Runs the policy in slices, after the run that is at work, if any. A dry run stores nothing.
   * @param onProgress called after each slice
   */
  async run(
    company: CompanyId,
    options: RunOptions = {},
    onProgress: (run: PolicyRun) => void = () => {},
  ): Promise<RunCounts> {
    const leaseMs = leaseSeconds * 1_000;
    let { run, other } = await this.begin(company, options, leaseMs);
    while (other) {
      while (isAtWork(other)) other = await this.takeSlice(company, other.id, leaseMs);
      ({ run, other } = await this.begin(company, options, leaseMs));
    }
    while (isAtWork(run)) {
      run = run.isDryRun ? await this.drySlice(company, run) : await this.takeSlice(company, run.id, leaseMs);
      onProgress(run);
    }
    if (run.error !== null) throw new Error(run.error);
    return countsOf(run)!;
  }

  /**
   * Takes the next slice of a run, in a transaction of its own.
   * @param leaseMs the time in which no worker takes the slice after it
   * @returns the run after it, unchanged if it had ended
   */
  takeSlice(company: CompanyId, id: string, leaseMs = 0): Promise<PolicyRun> {
    return this.queue.serialize(company, async (manager) => {
      const run = await this.get(company, id);
      if (!isAtWork(run)) return run;
      const now = await this.clock.databaseNow(manager);
      const next = await this.advance(company, run, slice, now);
      const dueAt = isAtWork(next) ? new Date(now.getTime() + leaseMs) : null;
      await this.runs.save(company, { ...next, dueAt });
      failpoint('before-slice-commit');
      return next;
    });
  }

  /** Puts a run off whose slice has failed, or after many failures ends it. */
  async noteFailure(company: CompanyId, id: string, error: unknown): Promise<void> {
    await this.queue.serialize(company, async (manager) => {
      const run = await this.get(company, id);
      if (!isAtWork(run)) return;
      const now = await this.clock.databaseNow(manager);
      const failures = run.failures + 1;
      const pauseSeconds = Math.min(2 ** run.failures, longestPauseSeconds);
      const changes: Partial<PolicyRun> =
        failures < tries
          ? { dueAt: new Date(now.getTime() + pauseSeconds * 1_000) }
          : { dueAt: null, status: 'failed', finishedAt: now, error: reasonOf(error) };
      await this.runs.save(company, { ...run, failures, ...changes });
    });
  }

  /** Creates a run in a state of work, unless there is one, which the caller must finish first. */
  private begin(
    company: CompanyId,
    options: RunOptions,
    leaseMs: number,
  ): Promise<{ run: PolicyRun; other?: PolicyRun }> {
    return this.queue.serialize(company, async (manager) => {
      const now = await this.clock.databaseNow(manager);
      const run = await this.create(company, options, now);
      if (run.isDryRun) return { run };
      const other = await this.runs.atWork(company);
      if (other) return { run, other };
      await this.runs.insert(company, { ...run, dueAt: new Date(now.getTime() + leaseMs) });
      return { run };
    });
  }

  private drySlice(company: CompanyId, run: PolicyRun): Promise<PolicyRun> {
    return this.queue.serialize(company, async (manager) =>
      this.advance(company, run, slice, await this.clock.databaseNow(manager)),
    );
  }

  /** Takes the next slice in the open transaction; the last one appends the event. Returns the run after it, which is not stored. */
  private async advance(company: CompanyId, run: PolicyRun, size: number, now: Date): Promise<PolicyRun> {
    const { isDryRun, averages, createdAt, asOf, isDayChosen } = run;
    const actor = run.requestedBy && { ...run.requestedBy, token: null };
    const terms = { asOf: isDayChosen ? asOf : null, startedAt: createdAt, averages, isDryRun, actor };
    const { lastInvoiceId, invoices, counts } = await this.slices.run(
      company,
      terms,
      run.lastInvoiceId,
      size,
      now,
    );
    const next: PolicyRun = {
      ...run,
      status: 'running',
      startedAt: run.startedAt ?? now,
      failures: 0,
      lastInvoiceId: lastInvoiceId ?? run.lastInvoiceId,
      done: run.done + invoices,
      created: run.created! + counts.created,
      kept: run.kept! + counts.kept,
      superseded: run.superseded! + counts.superseded,
    };
    if (lastInvoiceId !== null) return next;
    const data = { ...countsOf(next), as_of: asOf };
    if (!isDryRun)
      await this.outbox.append(company, [
        { type: 'policy.ran', actor: actor ?? SYSTEM_ACTOR, data, at: now },
      ]);
    return { ...next, status: 'completed', finishedAt: now, dueAt: null };
  }

  private async create(company: CompanyId, options: RunOptions, now: Date): Promise<PolicyRun> {
    const { asOf, dryRun = false, actor = null } = options;
    const totals = await this.ledger.receivableTotals(company);
    return {
      companyId: company,
      id: uuidv7(),
      status: 'queued',
      asOf: asOf ?? utcDay(now),
      isDayChosen: asOf !== undefined,
      isDryRun: dryRun,
      requestedBy: actor && { name: actor.name, requestId: actor.requestId, contact: actor.contact },
      averages: Object.fromEntries(totals.map(({ currency, average }) => [currency, average])),
      total: totals.reduce((sum, { count }) => sum + count, 0),
      done: 0,
      created: 0,
      kept: 0,
      superseded: 0,
      lastInvoiceId: null,
      failures: 0,
      error: null,
      dueAt: null,
      createdAt: now,
      startedAt: null,
      finishedAt: null,
    };
  }

  private async checkDay(company: CompanyId, asOf: string | undefined): Promise<void> {
    if (asOf === undefined) return;
    const tomorrow = addDays(this.clock.today(), 1);
    const latest = await this.runs.latestDay(company);
    if (asOf > tomorrow) throw invalidDay('too_late', `at most ${tomorrow}`);
    // The command line may have run for a later day.
    if (latest !== null && latest <= tomorrow && asOf < latest)
      throw invalidDay('too_early', `at least ${latest}, the day of the latest run`);
  }
}

/** The counts of a run so far; null if they were not kept. */
export const countsOf = ({ created, kept, superseded }: PolicyRun): RunCounts | null =>
  created === null ? null : { created, kept: kept!, superseded: superseded! };

const isRepeated = (run: PolicyRun, other: PolicyRun): boolean =>
  run.isDryRun === other.isDryRun && run.isDayChosen === other.isDayChosen && run.asOf === other.asOf;

/** Other errors can tell about the installation: they are in the log of the worker. */
const reasonOf = (error: unknown): string =>
  error instanceof DomainError
    ? error.message
    : 'A slice failed again and again; the log of the worker says why.';

const invalidDay = (code: string, bound: string): DomainError =>
  DomainError.invalid([{ in: 'body', field: 'as_of', code, detail: `as_of must be ${bound}.` }]);
