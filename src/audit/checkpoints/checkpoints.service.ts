import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { AuditReader } from '../../actions/store/log/audit-reader.js';
import { Config } from '../../config/config.js';
import { Transactions } from '../../database/transactions.js';
import { Outbox } from '../../events/outbox.js';
import { sha256 } from '../../hashing.js';
import { LOG, type Log } from '../../observability/log.js';
import { OperatorAdmission } from '../../tenancy/admission.js';
import { SYSTEM_ACTOR } from '../../tenancy/caller.js';
import { CompaniesService } from '../../tenancy/companies.service.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Clock } from '../../time/clock.js';
import { digestUnlogged } from '../verify/compare-logs.js';
import { AuditKey } from './audit-key.js';
import { type Checkpoint, isSignedBy, signCheckpoint, type SignedCheckpoint } from './checkpoint.js';
import { appendCheckpoint, readCheckpoints } from './checkpoint-file.js';
import { CheckpointsRepository } from './checkpoints.repository.js';
import { MerkleTree } from './merkle-tree.js';

/** How long the background work waits for transactions that write to the log; its next run tries again. */
const SWEEP_WAIT_MS = 30_000;
const HOUR_MS = 3_600_000;
/** Longer than any transaction: an entry can be committed after a checkpoint that was taken after its time. */
const DAY_MS = 24 * HOUR_MS;

export const keyFileOf = ({
  AUDIT_KEY_FILE,
  DATA_DIR,
}: Pick<Config, 'AUDIT_KEY_FILE' | 'DATA_DIR'>): string => AUDIT_KEY_FILE ?? join(DATA_DIR, 'audit-key.pem');

/** Takes signed checkpoints of the approval logs, so that the removal or the rewriting of entries shows. */
@Injectable()
export class CheckpointsService {
  constructor(
    private readonly checkpoints: CheckpointsRepository,
    private readonly reader: AuditReader,
    private readonly transactions: Transactions,
    private readonly companies: CompaniesService,
    private readonly admission: OperatorAdmission,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly config: Config,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** The private key of the installation. */
  get keyFile(): string {
    return keyFileOf(this.config);
  }

  /** The file of checkpoints. */
  get file(): string {
    return this.config.AUDIT_CHECKPOINTS_FILE ?? join(this.config.DATA_DIR, 'audit-checkpoints.jsonl');
  }

  /** The key of the installation, created by the first call. */
  key(): Promise<AuditKey> {
    return AuditKey.readOrCreate(this.keyFile);
  }

  /** The checkpoints of a company in a file and in the database, each line once. */
  async list(company: CompanyId, file = this.file): Promise<SignedCheckpoint[]> {
    // The file first: a checkpoint in it covers entries that a later snapshot of the database contains.
    const known = [...(await readCheckpoints(file, company)), ...(await this.checkpoints.list(company))];
    return [...new Map(known.map((signed) => [signed.line, signed])).values()];
  }

  /**
   * Takes a checkpoint of the entries since the latest one. It continues from what the latest one signed, and does not read older
   * entries again: if they were changed meanwhile, the new checkpoint does not agree with them either.
   * @returns undefined if there are no new entries, if another process is taking one, or if writers are busy for `waitMs`
   */
  take(company: CompanyId, waitMs: number): Promise<SignedCheckpoint | undefined> {
    return this.transactions.run(async () => {
      if (!(await this.checkpoints.tryLock(company))) return undefined;
      const key = await this.key();
      const previous = await this.continueFrom(company, key);
      const seq = await this.reader.finalSeq(waitMs);
      if (seq === undefined) return undefined;
      const checkpoint = await this.checkpointUpTo(company, seq, key, previous);
      if (!checkpoint) return undefined;
      const signed = signCheckpoint(checkpoint, key);
      // Before the commit: a row without its line could be lost with the database.
      await appendCheckpoint(this.file, signed);
      await this.checkpoints.insert(signed);
      // As in the file: a consumer that keeps the events has copies of the checkpoints outside of the database.
      const data = { checkpoint, signature: signed.signature };
      const at = new Date(checkpoint.taken_at);
      await this.outbox.append(company, [{ type: 'checkpoint.created', actor: SYSTEM_ACTOR, data, at }]);
      return signed;
    });
  }

  /**
   * Takes a checkpoint if there are new entries, and returns the latest one.
   * @throws Error if there is none
   */
  async takeOrLatest(company: CompanyId, waitMs: number): Promise<SignedCheckpoint> {
    const taken = await this.take(company, waitMs);
    const { publicKey } = await this.key();
    const own = (await this.list(company)).filter((signed) => isSignedBy(signed, publicKey));
    const latest = taken ?? own.toSorted((a, b) => a.checkpoint.number - b.checkpoint.number).at(-1);
    if (!latest)
      throw new Error('There is no checkpoint: the approval logs have no entries, or are being written.');
    return latest;
  }

  /** Takes the checkpoints that are due, one company after the other. */
  async run(): Promise<void> {
    const { publicKey } = await this.key();
    for (const id of await this.companies.ids()) {
      try {
        const company = await this.admission.admit(id);
        if (await this.isDue(company, publicKey.id)) await this.take(company, SWEEP_WAIT_MS);
      } catch (err) {
        this.log.warn({ err, company_id: id }, 'a checkpoint failed');
      }
    }
  }

  private async isDue(company: CompanyId, keyId: string): Promise<boolean> {
    const last = await this.checkpoints.lastTakenAt(company, keyId);
    if (!last) return true;
    const age = this.clock.now().getTime() - last.getTime();
    if (age < this.config.AUDIT_CHECKPOINT_HOURS * HOUR_MS) return false;
    return this.reader.hasEntriesSince(company, new Date(last.getTime() - DAY_MS));
  }

  /**
   * The latest valid checkpoint of this key. Lines that the file lacks, because an older copy of it was restored, are added to it.
   */
  private async continueFrom(company: CompanyId, key: AuditKey): Promise<SignedCheckpoint | undefined> {
    const isOwn = (signed: SignedCheckpoint) => isSignedBy(signed, key.publicKey);
    const inFile = (await readCheckpoints(this.file, company)).filter(isOwn);
    const lastInFile = inFile.at(-1)?.checkpoint.number ?? 0;
    const stored = (await this.checkpoints.list(company)).filter(isOwn);
    const missing = stored.filter(({ checkpoint }) => checkpoint.number > lastInFile);
    for (const signed of missing) await appendCheckpoint(this.file, signed);
    return missing.at(-1) ?? inFile.at(-1);
  }

  private async checkpointUpTo(
    company: CompanyId,
    seq: string,
    key: AuditKey,
    previous: SignedCheckpoint | undefined,
  ): Promise<Checkpoint | undefined> {
    const { entries: size, peaks, last_seq, actions, number, unlogged } = previous?.checkpoint ?? FIRST;
    const tree = MerkleTree.from({ size, peaks });
    let proposals = 0;
    for await (const leaf of this.reader.leaves(company, last_seq, seq)) {
      tree.append(leaf.hash);
      if (leaf.isProposal) proposals += 1;
    }
    if (tree.size === size) return undefined;
    const known = unlogged ?? (await digestUnlogged(this.reader.unlogged(company)));
    return {
      format: 1,
      company_id: company,
      number: number + 1,
      taken_at: this.clock.now().toISOString(),
      actions: (actions ?? known.count) + proposals,
      entries: tree.size,
      last_seq: seq,
      root: tree.root,
      peaks: tree.state.peaks,
      unlogged: known,
      previous: previous ? sha256(previous.line) : null,
      key_id: key.publicKey.id,
    };
  }
}

/** Before the first checkpoint. */
const FIRST = { entries: 0, peaks: [], last_seq: '0', number: 0, actions: undefined, unlogged: undefined };
