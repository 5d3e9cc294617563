import type { Measured } from '../measure.js';
import type { Result, ResultRow } from './result.js';

/** Three digits are more than a shared machine can repeat. */
export const digits = (value: number): string =>
  Number.isNaN(value)
    ? ''
    : value >= 100
      ? Math.round(value).toLocaleString('en')
      : value >= 10
        ? value.toFixed(1)
        : value.toFixed(2);

const errorsOf = ({ errors }: Measured): string =>
  Object.entries(errors)
    .map(([status, count]) => `${count} × ${status === '0' ? 'no response' : status}`)
    .join(', ');

const HEAD = [
  'company',
  'what',
  'ratio',
  'aimed at',
  'requests/s',
  'floor',
  'p50',
  'p99',
  'floor p50',
  'alone p50',
  'CPU API',
  'CPU PostgreSQL',
  'errors',
];

export function cellsOf({ company, name, ratio, target, product, floor, aloneP50 }: ResultRow): string[] {
  return [
    company,
    name,
    ratio === null ? '' : ratio.toFixed(2),
    target ? `≥ ${target}` : '',
    digits(product.rate),
    floor ? digits(floor.rate) : '',
    digits(product.p50),
    digits(product.p99),
    floor ? digits(floor.p50) : '',
    aloneP50 === null ? '' : digits(aloneP50),
    digits(product.cpuMs),
    digits(product.postgresMs),
    [errorsOf(product), floor && errorsOf(floor) && `floor: ${errorsOf(floor)}`].filter(Boolean).join('; '),
  ];
}

const markdown = (rows: string[][]): string => rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The result as Markdown: the rows, the neighbours, and the memory. */
export function tableOf({ rows, neighbours, memory, ...run }: Result): string {
  const { date, commit, actions, cpu, versions, rounds, seconds } = run;
  const about = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const parts = [
    `${actions.toLocaleString('en')} actions, commit \`${commit}\`, ${date}; ${cpu}; ${about.join(', ')}. Medians of ${rounds} rounds of ` +
      `${seconds} s; times in milliseconds.`,
    markdown([HEAD, HEAD.map((_, index) => (index < 2 ? '---' : '--:')), ...rows.map(cellsOf)]),
  ];
  if (neighbours.length > 0) {
    const cells = neighbours.map(({ name, p50, p99, factor, errors }) => [
      name,
      digits(p50),
      digits(p99),
      `${factor.toFixed(1)} ×`,
      errors ? String(errors) : '',
    ]);
    const head = ['while another company', 'p50', 'p99', 'of at rest', 'errors'];
    parts.push(markdown([head, ['---', '--:', '--:', '--:', '--:'], ...cells]));
  }
  if (memory) {
    const { minutes, first, last, highest } = memory;
    parts.push(
      `Memory of the API under load for ${minutes} minutes: ${Math.round(first)} MiB at first, ${Math.round(last)} MiB at last, ` +
        `${Math.round(highest)} MiB at most.`,
    );
  }
  return parts.join('\n\n');
}
