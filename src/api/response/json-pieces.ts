import { isPlainObject, jsonParts } from '../../json-parts.js';
import { yieldToEventLoop } from '../../time/slices.js';

/** The characters of a piece, except that one long text is not divided. */
const PIECE = 64 * 1024;
/** The levels of a value that are written part by part: a page, its items, their lists, the items of these, and their fields. */
const LEVELS = 5;

/**
 * The JSON text of a value in pieces, so that neither a long text stalls the event loop nor a slow reader keeps it in memory.
 * Asynchronous lists become arrays, and are read as the pieces are.
 * @throws DomainError service_unavailable between two pieces if the deadline has passed
 */
export async function* jsonPieces(value: unknown): AsyncGenerator<string> {
  let piece = '';
  for await (const part of parts(value, LEVELS)) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
    await yieldToEventLoop();
  }
  if (piece !== '') yield piece;
}

/** The JSON text of a value, made without stalling the event loop. */
export async function jsonText(value: unknown): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of jsonPieces(value)) pieces.push(piece);
  return pieces.join('');
}

async function* parts(value: unknown, levels: number): AsyncGenerator<string> {
  if (isAsyncList(value)) {
    let separator = '[';
    for await (const item of value) {
      yield separator;
      yield* parts(item, levels - 1);
      separator = ',';
    }
    yield separator === '[' ? '[]' : ']';
  } else if (isPlainObject(value) && Object.values(value).some(isAsyncList)) {
    let separator = '{';
    for (const [name, member] of Object.entries(value)) {
      yield `${separator}${JSON.stringify(name)}:`;
      yield* parts(member, levels - 1);
      separator = ',';
    }
    yield '}';
  } else {
    let text = '';
    for (const part of jsonParts(value, levels)) {
      text += part;
      if (text.length < PIECE) continue;
      yield text;
      text = '';
    }
    yield text;
  }
}

const isAsyncList = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
