import { readdir, readFile } from 'node:fs/promises';

/** Clock ticks of /proc/<pid>/stat in a second: 100 on every Linux that Node.js supports. */
const TICKS = 100;

interface Stat {
  parent: number;
  /** Seconds of the process itself. */
  own: number;
  /** Seconds of the children that have ended. */
  ended: number;
}

/** Null if the process has ended. */
async function statOf(pid: number): Promise<Stat | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may contain spaces.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent, own, ended] = [fields[1]!, fields[11]! + fields[12]!, fields[13]! + fields[14]!];
    return { parent, own: own / TICKS, ended: ended / TICKS };
  } catch {
    return null;
  }
}

/** Seconds of CPU that a process has used, with its children of now and earlier. */
export async function cpuSeconds(pid: number): Promise<number> {
  const own = await statOf(pid);
  let seconds = own ? own.own + own.ended : 0;
  for (const entry of await readdir('/proc')) {
    const stat = /^\d+$/.test(entry) ? await statOf(Number(entry)) : null;
    if (stat?.parent === pid) seconds += stat.own + stat.ended;
  }
  return seconds;
}

export const parentOf = async (pid: number): Promise<number> => (await statOf(pid))!.parent;

/** Resident memory of a process in MiB. */
export async function memoryMib(pid: number): Promise<number> {
  const kib = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'));
  return Number(kib![1]) / 1024;
}
