import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AuditReader } from '../../actions/store/log/audit-reader.js';
import { Transactions } from '../../database/transactions.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Clock } from '../../time/clock.js';
import type { AuditKey } from '../checkpoints/audit-key.js';
import { isSignedBy, type SignedCheckpoint } from '../checkpoints/checkpoint.js';
import { CheckpointsService } from '../checkpoints/checkpoints.service.js';
import { MerkleTree } from '../checkpoints/merkle-tree.js';
import { writeLines } from '../files/json-lines.js';
import { actionLine, entryLine } from './bundle-rows.js';
import { MANIFEST, type Manifest, SIGNATURE } from './manifest.js';

/** Writes the approval log of a company to files that can be verified without the database. */
@Injectable()
export class BundleExport {
  constructor(
    private readonly checkpoints: CheckpointsService,
    private readonly reader: AuditReader,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes a checkpoint first, if there are new entries.
   * @param directory is created
   * @param waitMs how long to wait for transactions that write to the log
   * @throws Error if the directory exists
   */
  async export(company: CompanyId, directory: string, waitMs: number): Promise<Manifest> {
    // Drafts and names are personal data.
    await mkdir(directory, { mode: 0o700 });
    await this.checkpoints.take(company, waitMs);
    const key = await this.checkpoints.key();
    const signed = (await this.checkpoints.list(company)).filter((one) => isSignedBy(one, key.publicKey));
    const manifest = await this.transactions.snapshot(() => this.writeFiles(company, directory, key, signed));
    const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
    await writeFile(join(directory, MANIFEST), bytes, { mode: 0o600, flag: 'wx' });
    const signature = Buffer.from(key.sign(bytes), 'base64');
    await writeFile(join(directory, SIGNATURE), signature, { mode: 0o600, flag: 'wx' });
    return manifest;
  }

  private async writeFiles(
    company: CompanyId,
    directory: string,
    key: AuditKey,
    signed: readonly SignedCheckpoint[],
  ): Promise<Manifest> {
    const range = new TimeRange();
    const counts = { actions: 0, entries: 0 };
    const { reader } = this;
    async function* entryLines() {
      for await (const entry of reader.entries(company)) {
        counts.entries += 1;
        range.add(entry.createdAt);
        yield entryLine(entry);
      }
    }
    async function* actionLines() {
      for await (const action of reader.actions(company)) {
        counts.actions += 1;
        yield actionLine(action);
      }
    }
    const files = {
      'entries.jsonl': await writeLines(join(directory, 'entries.jsonl'), entryLines()),
      'actions.jsonl': await writeLines(join(directory, 'actions.jsonl'), actionLines()),
      'checkpoints.jsonl': await writeLines(
        join(directory, 'checkpoints.jsonl'),
        signed.map(({ line }) => line),
      ),
    };
    const latest = signed.at(-1);
    return {
      format: 1,
      company_id: company,
      exported_at: this.clock.now().toISOString(),
      version: await productVersion(),
      ...counts,
      ...range.result,
      root: await this.rootOf(company, latest),
      checkpoint: latest ? { checkpoint: latest.checkpoint, signature: latest.signature } : null,
      key_id: key.publicKey.id,
      public_key: key.publicKey.pem,
      files,
    };
  }

  /** Of all entries: those up to the checkpoint are in its peaks. */
  private async rootOf(company: CompanyId, latest: SignedCheckpoint | undefined): Promise<string> {
    const { entries: size, peaks, last_seq } = latest?.checkpoint ?? { entries: 0, peaks: [], last_seq: '0' };
    const tree = MerkleTree.from({ size, peaks });
    for await (const { hash } of this.reader.leaves(company, last_seq)) tree.append(hash);
    return tree.root;
  }
}

/** The times of the earliest and the latest entry. */
class TimeRange {
  private first: Date | undefined;
  private last: Date | undefined;

  add(time: Date): void {
    // The time `infinity` is no Date; verification reports it.
    if (!(time instanceof Date)) return;
    if (!this.first || time < this.first) this.first = time;
    if (!this.last || time > this.last) this.last = time;
  }

  get result(): Pick<Manifest, 'from' | 'to'> {
    return { from: this.first?.toISOString() ?? null, to: this.last?.toISOString() ?? null };
  }
}

async function productVersion(): Promise<string> {
  const file = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}
