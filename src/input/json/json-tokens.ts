import { DomainError } from '../../problems/domain-error.js';
import { LIMITS } from '../../limits.js';

export const BYTE = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  backslash: 0x5c,
  openArray: 0x5b,
  closeArray: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;
const WHITESPACE = bytesOf(' \t\n\r');
const IN_NUMBER = bytesOf('-+.eE0123456789');
const STARTS_NUMBER = bytesOf('-0123456789');
const LITERALS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const BYTE_ORDER_MARK = Buffer.from('\ufeff');
/** A double keeps any decimal number of this many significant digits. */
const EXACT_DIGITS = 15;

/** Reads a JSON text token by token. Each string and number is converted by JSON.parse, so that it means the same. */
export class JsonTokens {
  private at: number;

  /** @param bytes valid UTF-8 */
  constructor(
    private readonly bytes: Buffer,
    private readonly exactNumbers: boolean,
  ) {
    this.at = bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  }

  /** The first byte of the next token; undefined at the end. */
  next(): number | undefined {
    this.at = endOfRun(this.bytes, this.at, WHITESPACE);
    return this.bytes[this.at];
  }

  /**
   * Reads a token of one byte.
   * @throws DomainError parse_error if the next token is another
   */
  take(byte: number): void {
    if (this.next() !== byte) throw new DomainError('parse_error');
    this.at += 1;
  }

  /**
   * Reads a string, number, true, false or null.
   * @throws DomainError parse_error if the next token is another; invalid if it is too long
   */
  scalar(): unknown {
    const first = this.next();
    if (first === BYTE.quote) return this.string();
    if (first !== undefined && STARTS_NUMBER[first]) return this.number();
    for (const [word, value] of LITERALS) {
      if (this.bytes.toString('latin1', this.at, this.at + word.length) !== word) continue;
      this.at += word.length;
      return value;
    }
    throw new DomainError('parse_error');
  }

  /** @throws DomainError parse_error if the next token is no string; invalid if it is too long */
  string(): string {
    this.take(BYTE.quote);
    const start = this.at - 1;
    const { bytes } = this;
    let end = this.at;
    let isPlain = true;
    for (let byte = bytes[end]; byte !== BYTE.quote; byte = bytes[end]) {
      if (byte === undefined || byte < 0x20) throw new DomainError('parse_error');
      if (byte === BYTE.backslash) isPlain = false;
      end += byte === BYTE.backslash ? 2 : 1;
      if (end - start > LIMITS.body) throw tooLong();
    }
    this.at = end + 1;
    return isPlain
      ? bytes.toString('utf8', start + 1, end)
      : (parsed(bytes.toString('utf8', start, end + 1)) as string);
  }

  private number(): unknown {
    const start = this.at;
    this.at = endOfRun(this.bytes, start, IN_NUMBER);
    if (this.at - start > LIMITS.body) throw tooLong();
    const text = this.bytes.toString('latin1', start, this.at);
    const value = parsed(text);
    const isLong = text.length > EXACT_DIGITS && text.replace(/\D/g, '').length > EXACT_DIGITS;
    return this.exactNumbers && isLong ? text : value;
  }
}

/** The first index from `start` on whose byte is not in the table. A loop over a field of an object would be ten times as slow. */
function endOfRun(bytes: Buffer, start: number, table: Uint8Array): number {
  let end = start;
  while (end < bytes.length && table[bytes[end]!]) end += 1;
  return end;
}

/** The error of a string or a number that would block the process while it is converted. */
function tooLong(): DomainError {
  const detail = `The body contains a value of more than ${LIMITS.body / 1024} KiB.`;
  return DomainError.invalid([{ in: 'body', field: '', code: 'too_long', detail }]);
}

function bytesOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(characters)) table[byte] = 1;
  return table;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of the SyntaxError quotes the body.
    throw new DomainError('parse_error');
  }
}
