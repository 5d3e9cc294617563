import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryPath } from '../programs/atomic-dir.js';

/** The password of the role that the application logs in as. */
export const passwordFile = (serverDir: string): string => join(serverDir, 'password');

/** The password of the superuser. */
export const superuserPasswordFile = (serverDir: string): string => join(serverDir, 'superuser-password');

export const readPassword = async (file: string): Promise<string> => (await readFile(file, 'utf8')).trim();

/** Writes a random password unless the file exists. Only the owner of the directory can read it, and never a part of it. */
export async function ensurePassword(path: string): Promise<void> {
  const temporary = temporaryPath(path);
  const { uid, gid } = await stat(dirname(path));
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(randomBytes(24).toString('base64url'));
      // Fails for a normal user, whose directory and files belong to the same user anyway.
      if (process.getuid?.() === 0) await file.chown(uid, gid);
      await file.sync();
    } finally {
      await file.close();
    }
    // Unlike a rename, a link does not replace the file of another process.
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { force: true });
  }
}
