import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is needed to try the demo company; the token is worth nothing elsewhere. */
export interface Demo {
  base_url: string;
  company_id: string;
  token: string;
  /** Whether all of it is there: the first start may have been interrupted. */
  filled: boolean;
}

const fileIn = (dataDir: string): string => join(dataDir, 'demo.json');

/** Null where no demo was ever loaded. */
export async function readDemo(dataDir: string): Promise<Demo | null> {
  try {
    return JSON.parse(await readFile(fileIn(dataDir), 'utf8')) as Demo;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export async function writeDemo(dataDir: string, demo: Demo): Promise<void> {
  await writeFile(fileIn(dataDir), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  await chmod(fileIn(dataDir), 0o600);
}
