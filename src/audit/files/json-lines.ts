import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { LIMITS } from '../../limits.js';

/** The size and the SHA-256 of a file that was read. */
export interface FileDigest {
  bytes: number;
  sha256: string;
}

/**
 * The lines of a file, without the line feeds; returns the digest of the file. Not `readline`, which also splits at U+2028, and has
 * no limit. A last line without a line feed was not written completely, and is left out.
 * @throws Error if a line is too long
 */
export async function* readLines(path: string): AsyncGenerator<string, FileDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]).toString();
      start = end + 1;
      parts = [];
      length = 0;
    }
    parts.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > LIMITS.auditLine)
      throw new Error(`A line of ${path} has more than ${LIMITS.auditLine} bytes.`);
  }
  return { bytes, sha256: hash.digest('hex') };
}

const CHUNK_CHARACTERS = 256 * 1024;

/**
 * Writes lines to a new file that only its owner can read, and waits until they are on the disk.
 * @throws Error if the file exists
 */
export async function writeLines(
  path: string,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<FileDigest> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  let pending = '';
  const flush = async () => {
    const chunk = Buffer.from(pending);
    hash.update(chunk);
    bytes += chunk.length;
    pending = '';
    await file.appendFile(chunk);
  };
  try {
    for await (const line of lines) {
      pending += `${line}\n`;
      if (pending.length > CHUNK_CHARACTERS) await flush();
    }
    await flush();
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}
