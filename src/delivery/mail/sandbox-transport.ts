import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createTransport } from 'nodemailer';
import { mailOptions, type OutgoingMessage } from './outgoing-message.js';
import type { Outcome, Transport } from './transport.js';

/** The absolute path of the folder that gets the e-mails of the sandbox. */
export const outboxIn = (dataDir: string): string => resolve(dataDir, 'outbox');

/** Writes e-mails as .eml files, which mail programs can open. Nothing leaves the machine. */
export class SandboxTransport implements Transport {
  readonly isRepeatable = true;
  private readonly composer = createTransport({ streamTransport: true, buffer: true });

  constructor(private readonly folder: string) {}

  async send(message: OutgoingMessage): Promise<Outcome> {
    // One file for each Message-ID: it is complete or not there, and a second attempt replaces it.
    const path = join(this.folder, `${message.messageId.replace(/[^\w.@-]/g, '')}.eml`);
    try {
      const { message: eml } = await this.composer.sendMail(mailOptions(message));
      await mkdir(this.folder, { recursive: true });
      await writeFile(`${path}.tmp`, eml as Buffer, { mode: 0o600 });
      await rename(`${path}.tmp`, path);
    } catch (error) {
      const { code = 'unknown error' } = error as NodeJS.ErrnoException;
      return {
        kind: 'temporary',
        error: `The e-mail cannot be written into the folder of the sandbox (${code}).`,
        refused: [],
      };
    }
    return { kind: 'sent', error: null, refused: [] };
  }
}
