import { chmod, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** The access to the demo company, stored in the data directory. The token gives access to no other company. */
export interface Demo {
  base_url: string;
  company_id: string;
  token: string;
  /** False if the first start was interrupted before the demo company was filled. */
  filled: boolean;
}

/** The absolute path of the file, which only its owner can read. */
export const demoFileIn = (dataDir: string): string => resolve(dataDir, 'demo.json');

/** Returns null if there is no demo company. */
export async function readDemo(dataDir: string): Promise<Demo | null> {
  try {
    return JSON.parse(await readFile(demoFileIn(dataDir), 'utf8')) as Demo;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export async function writeDemo(dataDir: string, demo: Demo): Promise<void> {
  await writeFile(demoFileIn(dataDir), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  await chmod(demoFileIn(dataDir), 0o600);
}
