import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SUPERUSER } from '../../src/options.js';

/** The same server and database, as the superuser. */
export async function superuserUrl(url: string, serverDir: string): Promise<string> {
  const superuser = new URL(url);
  superuser.username = SUPERUSER;
  superuser.password = await readFile(join(serverDir, 'superuser-password'), 'utf8');
  return superuser.href;
}
