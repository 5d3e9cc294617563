import type { Progress } from '../ledger-sync/csv/observed-file.js';

const TERMINAL_MS = 200;
const FILE_MS = 5_000;
const CLEAR = '\r\x1b[K';
const VERBS = { check: 'Checked', write: 'Wrote' };

/**
 * Shows how far an import is: in a terminal a line that is rewritten, and otherwise, such as in a log, a line every few seconds. When
 * all is written, the last line stays.
 */
export class ImportProgress {
  private startedAt = performance.now();
  private shownAt = this.startedAt;
  private last: Progress | undefined;

  constructor(private readonly stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>) {}

  show(progress: Progress): void {
    const now = performance.now();
    if (progress.step !== this.last?.step) this.startedAt = now;
    this.last = progress;
    if (now - this.shownAt < (this.stream.isTTY ? TERMINAL_MS : FILE_MS)) return;
    this.shownAt = now;
    this.stream.write(this.stream.isTTY ? CLEAR + this.line(progress) : `${this.line(progress)}\n`);
  }

  /** @param isDone whether the import has succeeded; otherwise its error follows */
  end(isDone: boolean): void {
    if (this.stream.isTTY) this.stream.write(CLEAR);
    if (isDone && this.last) this.stream.write(`${this.line(this.last)}\n`);
  }

  private line({ step, rows, share }: Progress): string {
    const seconds = Math.max(0.001, (performance.now() - this.startedAt) / 1_000);
    const [count, rate] = [rows, Math.round(rows / seconds)].map((number) => number.toLocaleString('en'));
    return `${VERBS[step]} ${count} rows, ${rate} rows/s, ${Math.floor(100 * share)} % of the file`;
  }
}
