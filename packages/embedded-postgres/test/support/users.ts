import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const isRoot = process.getuid!() === 0;

/** A user that every machine has, and that PostgreSQL never runs as by itself. Only root can run processes as this user. */
export const otherUser = isRoot ? await idsOf('daemon') : { uid: 0, gid: 0 };

/** A user without a line in /etc/passwd, as containers often have. */
export const namelessUser = { uid: 54_321, gid: 54_321 };

async function idsOf(name: string) {
  const id = async (flag: string) => Number((await run('id', [flag, name])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}
