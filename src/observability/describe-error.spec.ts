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

describe('an error’s description', () => {
  it.each([
    ['the driver’s', aDatabaseError('23505'), 'DatabaseError'],
    ['TypeORM’s', new QueryFailedError(SECRET, [SECRET], aDatabaseError('23505')), 'QueryFailedError'],
  ])('tells SQLSTATE, routine and constraint of a database error, %s, and not its text', (_, error, type) => {
    const described = describeError(error);
    expect(described).toMatchObject({
      type,
      sqlstate: '23505',
      routine: '_bt_check_unique',
      constraint: 'c',
    });
    expect(JSON.stringify(described)).not.toContain(SECRET);
  });

  it('tells the text of a lost connection, which knows no content', () => {
    const lost = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
    expect(describeError(lost)).toMatchObject({ code: 'ECONNREFUSED', message: lost.message });
  });

  it.each([
    ['a parser’s', () => JSON.parse(`{"${SECRET}": ${SECRET}`)],
    ['an assignment’s', () => ((SECRET as unknown as { x: number }).x = 1)],
    [
      'one that looks like a stack’s',
      () => thrown(`a\n    at ${SECRET} (${SECRET}.ts:1:1)\n    at ${SECRET}`),
    ],
    ['a code that is none', () => thrown('x', { code: SECRET })],
    ['a thrown string', () => thrown(SECRET)],
  ])('tells where it arose, not a text that quotes content: %s', (_, fail) => {
    const described = JSON.stringify(describeError(caught(fail)));
    expect(described).not.toContain(SECRET);
    expect(described).toContain('describe-error.spec');
  });

  it('tells the type alone of what is no error', () => {
    expect(describeError(SECRET)).toEqual({ type: 'string' });
  });
});

function thrown(message: string, more: object = {}): never {
  throw Object.assign(new Error(message), more);
}

function caught(fail: () => unknown): unknown {
  try {
    return fail();
  } catch (error) {
    return error;
  }
}
