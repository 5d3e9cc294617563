import { describe, expect, it } from '@jest/globals';
import { ObjectListInput, NumberInput } from './body-fields.js';
import { checkInput } from './check-input.js';
import { TrimmedTextInput } from './fields.js';
import { shapeErrors } from './shape.js';

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

const check = (raw: object) => checkInput('body', Tree, raw, shapeErrors('body', raw));
const found = (raw: object) => check(raw).errors.map(({ field, code }) => `${field}: ${code}`);

describe('checkInput', () => {
  it('gives back what was said, converted, at every depth', () => {
    const { value, errors } = check({ branches: [{ name: ' a ', leaves: [{ name: 'b', size: 1 }] }, {}] });
    expect(errors).toEqual([]);
    expect(JSON.parse(JSON.stringify(value))).toEqual({
      branches: [{ name: 'a', leaves: [{ name: 'b', size: 1 }] }, {}],
    });
  });

  it.each<[string, object, string[]]>([
    ['what is missing', {}, ['branches: required']],
    ['what is no list', { branches: { length: 1 } }, ['branches: count']],
    ['too few', { branches: [] }, ['branches: count']],
    ['too many, whatever they are', { branches: [null, 7, [], { x: 1 }] }, ['branches: count']],
    [
      'what is no object in a list',
      { branches: [7, null, []] },
      ['branches[0]: type', 'branches[1]: type', 'branches[2]: type'],
    ],
    ['what is unknown inside', { branches: [{ nam: 'x' }] }, ['branches[0].nam: unknown']],
    [
      'every bad field of every object',
      { branches: [{ name: 'too long' }, { leaves: [{ name: 'ok' }, { size: 1.5 }] }], x: 1 },
      [
        'branches[0].name: too_long',
        'branches[1].leaves[1].name: required',
        'branches[1].leaves[1].size: range',
        'x: unknown',
      ],
    ],
    [
      'beside what is misshapen, which has its error already',
      { branches: [{ name: 'a\0', leaves: [{ name: 'b\0', size: -1 }] }] },
      ['branches[0].leaves[0].size: range', 'branches[0].leaves[0].name: text', 'branches[0].name: text'],
    ],
  ])('names %s', (_, raw, errors) => {
    expect(found(raw)).toEqual(errors);
  });

  it('does not look into a list in which something is nested too deep', () => {
    const deep: unknown = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000));
    expect(found({ branches: [{ name: deep, leaves: [{}] }], x: 1 })).toEqual([
      'x: unknown',
      'branches: depth',
    ]);
  });

  it('takes null for absent', () => {
    expect(found({ branches: [{ name: null, leaves: null }] })).toEqual([]);
    expect(found({ branches: null })).toEqual(['branches: required']);
  });
});
