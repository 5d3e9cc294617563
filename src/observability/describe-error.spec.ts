import { describe, expect, it } from '@jest/globals';
import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';
import { describeError } from './describe-error.js';

const SECRET = 'kanarek';

function aDatabaseError(code: string): DatabaseError {
  const error = new DatabaseError(`duplicate key, ${SECRET}`, 10, 'error');
  const detail = `Key (reason)=(${SECRET}) already exists.`;
  return Object.assign(error, { code, detail, where: SECRET, routine: '_bt_check_unique', constraint: 'c' });
}

describe('describeError', () => {
  it.each([
    ['from the driver', aDatabaseError('23505'), 'DatabaseError'],
    [
      'wrapped by TypeORM',
      new QueryFailedError(SECRET, [SECRET], aDatabaseError('23505')),
      'QueryFailedError',
    ],
  ])(
    'returns SQLSTATE, routine and constraint of a database error %s, without its message',
    (_, error, type) => {
      const described = describeError(error);
      expect(described).toMatchObject({
        type,
        sqlstate: '23505',
        routine: '_bt_check_unique',
        constraint: 'c',
      });
      expect(JSON.stringify(described)).not.toContain(SECRET);
    },
  );

  it('returns the message of a connection failure', () => {
    const lost = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
    expect(describeError(lost)).toMatchObject({ code: 'ECONNREFUSED', message: lost.message });
  });

  it.each([
    ['an error of JSON.parse', () => JSON.parse(`{"${SECRET}": ${SECRET}`)],
    ['an error of an assignment', () => ((SECRET as unknown as { x: number }).x = 1)],
    [
      'a message that looks like a stack',
      () => fail(`a\n    at ${SECRET} (${SECRET}.ts:1:1)\n    at ${SECRET}`),
    ],
    ['an invalid code', () => fail('x', { code: SECRET })],
    ['a thrown string', () => fail(SECRET)],
  ])('returns the stack frames without content: %s', (_, throwError) => {
    const described = JSON.stringify(describeError(caught(throwError)));
    expect(described).not.toContain(SECRET);
    expect(described).toContain('describe-error.spec');
  });

  it('returns only the type of a value that is not an error', () => {
    expect(describeError(SECRET)).toEqual({ type: 'string' });
  });
});

function fail(message: string, properties: object = {}): never {
  throw Object.assign(new Error(message), properties);
}

function caught(throwError: () => unknown): unknown {
  try {
    return throwError();
  } catch (error) {
    return error;
  }
}
