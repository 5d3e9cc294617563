/**
 * Generates data and prints the folder, without measuring:
 *
 *   npx tsx bench/data/generate.ts --actions 2400000 [--largest 0.1] [--companies 2000] [--to folder]
 */
import { parseArgs } from 'node:util';
import { cachedData, generate } from './cache.js';

const { values } = parseArgs({
  options: {
    actions: { type: 'string', default: '1000000' },
    companies: { type: 'string', default: '2000' },
    largest: { type: 'string', default: '0.1' },
    to: { type: 'string' },
  },
});
const size = {
  actions: Number(values.actions),
  companies: Number(values.companies),
  largest: Number(values.largest),
};
const folder = values.to ?? (await cachedData(size));
if (values.to) await generate(folder, size);
console.log(`${folder}\nStart its server with: npx tsx bench/serve.ts ${folder}`);
