import type { BulkResults } from '@daybook/client';
import type { ListedAction } from '../list/fetch-list.js';
import { describe, expect, it } from '@jest/globals';
import { chunksOf, outcomesOf } from './outcomes.js';

const action = (id: string) => ({ id }) as ListedAction;

describe('a decision about several actions', () => {
  it('is split into requests of at most the limit', () => {
    expect(chunksOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(chunksOf([], 2)).toEqual([]);
  });

  it('has an outcome for each action, with the sentence of what failed', () => {
    const results = [
      { id: 'b', ok: false, action: null, error: { detail: 'It has changed.' } },
      { id: 'a', ok: true, action: null, error: null },
    ] as BulkResults['results'];
    expect(outcomesOf([action('a'), action('b')], results)).toEqual([
      { action: action('a'), failure: null },
      { action: action('b'), failure: 'It has changed.' },
    ]);
  });
});
