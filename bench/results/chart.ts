import type { Result, ResultRow } from './result.js';

const ROW = 18;
const LEFT = 250;
const WIDTH = 520;
const RIGHT = 60;
const TOP = 54;
/** The floor itself is 1; a product that is faster by chance is cut off here. */
const MOST = 1.2;

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .muted { fill: #59636e }
  .bar { fill: #2f6fbd } .bar.below { fill: #c4642d }
  .grid { stroke: #d1d9e0 } .target { stroke: #1f2328; stroke-width: 2 }
  .paper { fill: #ffffff }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .muted { fill: #9198a1 }
    .bar { fill: #539bf5 } .bar.below { fill: #e0823d }
    .grid { stroke: #3d444d } .target { stroke: #f0f6fc }
    .paper { fill: #0d1117 }
  }`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const x = (ratio: number): number => LEFT + (Math.min(ratio, MOST) / MOST) * WIDTH;

/** A bar for the ratio of each row to the floor, and a mark at what is aimed at. Readable on light and dark pages. */
export function chartOf({ rows, commit, actions }: Result): string {
  const shown = rows.filter((row): row is ResultRow & { ratio: number } => row.ratio !== null);
  const height = TOP + shown.length * ROW + 12;
  const width = LEFT + WIDTH + RIGHT;
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (ratio) =>
      `<line class="grid" x1="${x(ratio)}" x2="${x(ratio)}" y1="${TOP - 6}" y2="${height - 8}"/>` +
      `<text class="muted" x="${x(ratio)}" y="${TOP - 12}" text-anchor="middle">${ratio}</text>`,
  );
  const bars = shown.map(({ company, name, ratio, target }, index) => {
    const y = TOP + index * ROW;
    const isBelow = target !== undefined && ratio < target;
    const mark = target
      ? `<line class="target" x1="${x(target)}" x2="${x(target)}" y1="${y}" y2="${y + ROW - 4}"/>`
      : '';
    return (
      `<text x="${LEFT - 8}" y="${y + 11}" text-anchor="end">${escaped(`${name} · ${company}`)}</text>` +
      `<rect class="bar${isBelow ? ' below' : ''}" x="${LEFT}" y="${y}" width="${x(ratio) - LEFT}" height="${ROW - 4}" rx="2"/>` +
      `${mark}<text x="${x(ratio) + 6}" y="${y + 11}">${ratio.toFixed(2)}</text>`
    );
  });
  const title = `Requests per second as a part of the floor, ${actions.toLocaleString('en')} actions, commit ${commit}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
<style>${STYLE}</style>
<rect class="paper" width="${width}" height="${height}"/>
<text x="12" y="20">${title}</text>
${[...grid, ...bars].join('\n')}
</svg>
`;
}
