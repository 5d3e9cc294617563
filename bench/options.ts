import { parseArgs } from 'node:util';
import type { DataSize } from './data/fill.js';

export interface Options {
  size: DataSize;
  /** Parts of the titles of the rows to measure; all if empty. */
  only: string[];
  list: boolean;
  rounds: number;
  seconds: number;
  /** Minutes of load for the row of the memory. */
  minutes: number;
  short: boolean;
  /** The Git revision that the short form compares with. */
  base: string;
  inPlace: boolean;
}

export const USAGE = `npm run bench -- [options]

  --actions 1000000   actions of the data, which are generated once for each size: 100000, 1000000, 10000000 or any other number
  --largest 0.1       the share of the largest company
  --rounds 3          rounds of each row, of which the median counts
  --seconds 2         seconds of each round of a view
  --minutes 1         minutes of load for the row "memory"
  --only text         only rows whose title contains the text; may be repeated
  --list              print the titles of the rows
  --in-place          measure on the cached data instead of a copy, and delete them afterwards: halves the disk space
  --short             two minutes: compare the working tree with --base, both on little data
  --base HEAD~1       the Git revision for --short`;

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      actions: { type: 'string', default: '1000000' },
      companies: { type: 'string', default: '2000' },
      largest: { type: 'string', default: '0.1' },
      only: { type: 'string', multiple: true, default: [] },
      list: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '2' },
      minutes: { type: 'string', default: '1' },
      short: { type: 'boolean', default: false },
      base: { type: 'string', default: 'HEAD~1' },
      'in-place': { type: 'boolean', default: false },
    },
  });
  const number = (name: 'actions' | 'companies' | 'largest' | 'rounds' | 'seconds' | 'minutes'): number => {
    const value = Number(values[name]);
    if (!(value > 0)) throw new Error(`--${name} must be a number above zero.\n\n${USAGE}`);
    return value;
  };
  return {
    size: { actions: number('actions'), companies: number('companies'), largest: number('largest') },
    only: values.only,
    list: values.list,
    rounds: number('rounds'),
    seconds: number('seconds'),
    minutes: number('minutes'),
    short: values.short,
    base: values.base,
    inPlace: values['in-place'],
  };
}
