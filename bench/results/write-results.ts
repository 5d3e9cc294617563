import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { chartOf } from './chart.js';
import type { Result } from './result.js';
import { tableOf } from './table.js';

const FOLDER = new URL('.', import.meta.url).pathname;
const README = new URL('../README.md', import.meta.url).pathname;
const LATEST = /(<!-- latest -->)[\s\S]*(<!-- end of latest -->)/;

/** Writes JSON and chart, and shows both in the README. */
export async function writeResults(result: Result): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const name = `${result.date}-${result.commit}-${result.actions}`;
  await writeFile(join(FOLDER, `${name}.json`), `${JSON.stringify(result, rounded, 2)}\n`);
  await writeFile(join(FOLDER, `${name}.svg`), chartOf(result));
  const latest = `![Requests per second as a part of the floor](results/${name}.svg)\n\n${tableOf(result)}`;
  const readme = (await readFile(README, 'utf8')).replace(
    LATEST,
    (_, start, end) => `${start}\n\n${latest}\n\n${end}`,
  );
  await writeFile(README, await format(readme, { ...(await resolveConfig(README)), filepath: README }));
  console.error(`Results: bench/results/${name}.json and .svg, bench/README.md`);
}

const rounded = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
