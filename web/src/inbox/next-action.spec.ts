import { describe, expect, it } from '@jest/globals';
import { neighbour, nextAfter, rememberOrder } from './next-action.js';

describe('the next action', () => {
  it('is the one that follows, and the one before after the last', () => {
    rememberOrder(['a', 'b', 'c']);
    expect(nextAfter('a')).toBe('b');
    expect(nextAfter('c')).toBe('b');
  });

  it('follows the place of an action that has left the list', () => {
    rememberOrder(['a', 'b', 'c']);
    rememberOrder(['a', 'c']);
    expect(nextAfter('b')).toBe('c');
  });

  it('is null if the list has no other', () => {
    rememberOrder(['a']);
    expect(nextAfter('a')).toBeNull();
    rememberOrder([]);
    expect(nextAfter('a')).toBeNull();
  });

  it('does not wrap', () => {
    expect(neighbour('a', -1, [], ['a', 'b'])).toBeNull();
    expect(neighbour('b', 1, [], ['a', 'b'])).toBeNull();
  });

  it('skips actions that left together with it', () => {
    expect(neighbour('a', 1, ['a', 'b', 'c'], ['c'])).toBe('c');
  });

  it('is the first one for an action that was never in the list', () => {
    expect(neighbour('x', 1, ['a'], ['b', 'c'])).toBe('b');
  });
});
