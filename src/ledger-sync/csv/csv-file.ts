import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/** A file that can be read several times, without being in memory. */
export interface CsvFile {
  name: string;
  bytes: number;
  read(): AsyncIterable<Uint8Array>;
}

/** The bytes that are read at once: some hundred rows, so that the database gets its next rows soon. */
const PIECE = 64 * 1024;

/** A pipe, which can be read only once, is kept in memory. */
export async function openCsvFile(name: string): Promise<CsvFile> {
  const found = await stat(name);
  if (!found.isFile()) return fileOf(name, await readFile(name));
  return { name, bytes: found.size, read: () => createReadStream(name, { highWaterMark: PIECE }) };
}

export const fileOfText = (text: string): CsvFile => fileOf('The text', Buffer.from(text));

const fileOf = (name: string, content: Buffer): CsvFile => ({
  name,
  bytes: content.length,
  async *read() {
    for (let at = 0; at < content.length; at += PIECE) yield content.subarray(at, at + PIECE);
  },
});

/**
 * Decodes a file, piece by piece, with `\n` for any line ending.
 * @throws Error if it is not UTF-8: decoding another encoding as UTF-8 would corrupt names
 */
export async function* readText({ name, read }: CsvFile): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (cause) {
      throw new Error(`${name} must be text in UTF-8; it has another encoding.`, { cause });
    }
  };
  // A CR at the end of a piece may be the first half of a line ending.
  let held = '';
  for await (const bytes of read()) {
    const text = held + decode(bytes);
    held = text.endsWith('\r') ? '\r' : '';
    yield withNewlines(text.slice(0, text.length - held.length));
  }
  yield withNewlines(held + decode());
}

const withNewlines = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
