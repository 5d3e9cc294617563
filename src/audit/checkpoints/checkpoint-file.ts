import { appendLine } from '../files/durable-file.js';
import { readLines } from '../files/json-lines.js';
import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.js';

/** The checkpoints of a company in a file, in the order of the file. Empty if there is no file. */
export async function readCheckpoints(path: string, companyId: string): Promise<SignedCheckpoint[]> {
  const found: SignedCheckpoint[] = [];
  try {
    for await (const line of readLines(path)) {
      const signed = parseCheckpoint(line);
      if (signed?.checkpoint.company_id === companyId) found.push(signed);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return found;
}

export const appendCheckpoint = (path: string, { line }: SignedCheckpoint): Promise<void> =>
  appendLine(path, line);
