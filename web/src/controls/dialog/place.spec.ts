import { describe, expect, it } from '@jest/globals';
import { placeBeside } from './place.js';

const PAGE = { width: 1000, height: 800 };
const BAR = { top: 700, bottom: 800, left: 400, right: 1000 };
const TOOLS = { top: 0, bottom: 40, left: 100, right: 500 };

describe('the place of a popover', () => {
  it('is above a bar, where its lines begin', () => {
    const above = { bottom: 108, maxHeight: 684 };
    expect(placeBeside(BAR, 340, PAGE, 'above', false)).toEqual({ ...above, left: 412 });
    expect(placeBeside(BAR, 340, PAGE, 'above', true)).toEqual({ ...above, left: 648 });
  });

  it('is below a bar, where its lines end', () => {
    const below = { top: 48, maxHeight: 744 };
    expect(placeBeside(TOOLS, 340, PAGE, 'below', false)).toEqual({ ...below, left: 148 });
    expect(placeBeside(TOOLS, 340, PAGE, 'below', true)).toEqual({ ...below, left: 112 });
  });

  it('is inside the window', () => {
    const narrow = { width: 320, height: 640 };
    expect(placeBeside({ ...TOOLS, left: 0, right: 320 }, 296, narrow, 'below', false).left).toBe(12);
    expect(placeBeside({ ...TOOLS, left: 200, right: 308 }, 296, narrow, 'below', true).left).toBe(12);
  });

  it('covers what opened it if there is hardly any room', () => {
    const flat = { width: 1000, height: 256 };
    expect(placeBeside({ ...BAR, top: 156, bottom: 256 }, 340, flat, 'above', false)).toEqual({
      left: 412,
      top: 8,
      maxHeight: 240,
    });
  });
});
