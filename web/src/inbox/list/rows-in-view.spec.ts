import { describe, expect, it } from '@jest/globals';
import { ROW_HEIGHT, rowsDrawn, scrollTopFor } from './rows-in-view.js';

describe('the rows in view', () => {
  it('scroll only as far as a row needs', () => {
    const height = ROW_HEIGHT * 5;
    expect(scrollTopFor(2, 0, height)).toBe(0);
    expect(scrollTopFor(5, 0, height)).toBe(ROW_HEIGHT);
    expect(scrollTopFor(1, ROW_HEIGHT * 3, height)).toBe(ROW_HEIGHT);
  });

  it('are elements, with some above and below', () => {
    expect(rowsDrawn({ first: 0, last: 2 }, 100, -1)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(rowsDrawn({ first: 97, last: 99 }, 100, -1).at(-1)).toBe(99);
    expect(rowsDrawn({ first: 0, last: 9 }, 0, -1)).toEqual([]);
  });

  it('include the row with the focus wherever it is, and once', () => {
    expect(rowsDrawn({ first: 50, last: 51 }, 100, 3)[0]).toBe(3);
    expect(rowsDrawn({ first: 50, last: 51 }, 100, 99).at(-1)).toBe(99);
    expect(rowsDrawn({ first: 0, last: 2 }, 100, 1)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
