import { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.js';

const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants;
const ENOUGH = 2_000;

/** The log of a home from now on; it stays readable when the home has been removed. */
export class ServerLog {
  private constructor(
    private readonly file: FileHandle,
    private readonly before: Stats,
  ) {}

  static async open(home: string, account: Account | undefined): Promise<ServerLog> {
    const file = await open(join(home, 'server.log'), O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
    if (account) await file.chown(account.uid, account.gid);
    return new ServerLog(file, await file.stat());
  }

  /** The last that was written since, for messages. */
  async lastWords(): Promise<string> {
    const { size } = await this.file.stat();
    const start = Math.max(this.before.size, size - ENOUGH);
    const { buffer } = await this.file.read({ buffer: Buffer.alloc(size - start), position: start });
    return buffer.toString().trim();
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
