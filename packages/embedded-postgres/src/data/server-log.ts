import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerAccount } from '../programs/server-account.js';

const { O_RDWR, O_CREAT, O_NOFOLLOW } = constants;
const TAIL_BYTES = 2_000;

/** The part of server.log that is written from now on. An open file stays readable after its directory has been removed. */
export class ServerLog {
  private constructor(
    private readonly file: FileHandle,
    private readonly start: number,
  ) {}

  static async open(serverDir: string, account: ServerAccount | undefined): Promise<ServerLog> {
    const file = await open(join(serverDir, 'server.log'), O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
    if (account) await file.chown(account.uid, account.gid);
    return new ServerLog(file, (await file.stat()).size);
  }

  /** The end of what was written since, for error messages. */
  async tail(): Promise<string> {
    const { size } = await this.file.stat();
    const position = Math.max(this.start, size - TAIL_BYTES);
    const { buffer } = await this.file.read({ buffer: Buffer.alloc(size - position), position });
    return buffer.toString().trim();
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
