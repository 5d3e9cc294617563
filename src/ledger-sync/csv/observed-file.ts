import { createHash } from 'node:crypto';
import type { CsvFile } from './csv-file.js';

/** How far a file is read. It is read twice: to check all rows, and to write them. */
export interface Progress {
  step: 'check' | 'write';
  rows: number;
  /** The part of the bytes of the file, from 0 to 1. */
  share: number;
}

/** The file, and what was read of it since. */
export interface ObservedFile {
  file: CsvFile;
  report(rows: number): void;
  /** SHA-256 of what was read. */
  digest(): string;
}

export function observed(
  file: CsvFile,
  step: Progress['step'],
  onProgress: (progress: Progress) => void = () => {},
): ObservedFile {
  const hash = createHash('sha256');
  let bytesRead = 0;
  async function* read() {
    for await (const bytes of file.read()) {
      hash.update(bytes);
      bytesRead += bytes.length;
      yield bytes;
    }
  }
  return {
    file: { ...file, read },
    report: (rows) =>
      onProgress({ step, rows, share: file.bytes === 0 ? 1 : Math.min(1, bytesRead / file.bytes) }),
    digest: () => hash.digest('hex'),
  };
}
