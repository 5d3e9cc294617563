import { describe, expect, it } from '@jest/globals';
import { ObjectListInput, NumberInput } from './body-fields.js';
import { checkInput } from './check-input.js';
import { TrimmedTextInput } from './fields.js';

class Leaf {
  @TrimmedTextInput({ max: 5, required: true, description: '' })
  name: string;

  @NumberInput({ min: 0, max: 9, isInteger: true, description: '' })
  size?: number;
}
class Branch {
  @TrimmedTextInput({ max: 5, description: '' })
  name?: string;

  @ObjectListInput({ of: () => Leaf, min: 1, max: 2, description: '' })
  leaves?: Leaf[];
}
class Tree {
  @ObjectListInput({ of: () => Branch, min: 1, max: 3, required: true, description: '' })
  branches: Branch[];
}

const check = (raw: object) => checkInput('body', Tree, raw);
const errorsOf = async (raw: object) =>
  (await check(raw)).errors.listed.map(({ field, code }) => `${field}: ${code}`);

describe('checkInput', () => {
  it('returns the converted values, at every depth', async () => {
    const { value, errors } = await check({
      branches: [{ name: ' a ', leaves: [{ name: 'b', size: 1 }] }, {}],
    });
    expect(errors.count).toBe(0);
    expect(JSON.parse(JSON.stringify(value))).toEqual({
      branches: [{ name: 'a', leaves: [{ name: 'b', size: 1 }] }, {}],
    });
  });

  it.each<[string, object, string[]]>([
    ['a missing field', {}, ['branches: required']],
    ['a value that is not a list', { branches: { length: 1 } }, ['branches: count']],
    ['too few items', { branches: [] }, ['branches: count']],
    ['too many items, without checking them', { branches: [null, 7, [], { x: 1 }] }, ['branches: count']],
    [
      'items that are not objects',
      { branches: [7, null, []] },
      ['branches[0]: type', 'branches[1]: type', 'branches[2]: type'],
    ],
    ['an unknown field of an item', { branches: [{ nam: 'x' }] }, ['branches[0].nam: unknown']],
    [
      'every invalid field of every object',
      { branches: [{ name: 'too long' }, { leaves: [{ name: 'ok' }, { size: 1.5 }] }], x: 1 },
      [
        'branches[0].name: too_long',
        'branches[1].leaves[1].name: required',
        'branches[1].leaves[1].size: range',
        'x: unknown',
      ],
    ],
    [
      'invalid fields beside fields with shape errors',
      { branches: [{ name: 'a\0', leaves: [{ name: 'b\0', size: -1 }] }] },
      ['branches[0].leaves[0].size: range', 'branches[0].leaves[0].name: text', 'branches[0].name: text'],
    ],
  ])('reports %s', async (_, raw, errors) => {
    expect(await errorsOf(raw)).toEqual(errors);
  });

  it('does not check the items of a list that is nested too deep', async () => {
    const deep: unknown = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000));
    expect(await errorsOf({ branches: [{ name: deep, leaves: [{}] }], x: 1 })).toEqual([
      'x: unknown',
      'branches: depth',
    ]);
  });

  it('treats null as absent', async () => {
    expect(await errorsOf({ branches: [{ name: null, leaves: null }] })).toEqual([]);
    expect(await errorsOf({ branches: null })).toEqual(['branches: required']);
  });
});
