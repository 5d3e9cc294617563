const WIDTH = 30;

/** A progress bar on the error output: one line that is rewritten on a terminal, and otherwise a line for each tenth. */
export class Progress {
  private readonly startedAt = Date.now();
  private done = 0;
  private shownTenth = -1;

  constructor(
    private readonly title: string,
    private readonly total: number,
  ) {}

  step(what: string): void {
    this.done += 1;
    const share = Math.min(1, this.done / this.total);
    const seconds = Math.round((Date.now() - this.startedAt) / 1_000);
    const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
    const line = `${this.title} ${bar} ${Math.round(share * 100)} %  ${seconds} s  ${what}`;
    const isOver = this.done >= this.total;
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\x1b[2K${line}${isOver ? '\n' : ''}`);
    } else if (Math.floor(share * 10) > this.shownTenth || isOver) {
      this.shownTenth = Math.floor(share * 10);
      process.stderr.write(`${line}\n`);
    }
  }
}
