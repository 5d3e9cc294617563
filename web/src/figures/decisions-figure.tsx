import { Link } from 'wouter';
import type { DayFigures } from '@daybook/client';
import { Section } from '../controls/page.js';
import { day, number } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { AsTable } from './as-table.js';
import { listOf, type Range } from './lists.js';
import { roundTop } from './scale.js';

const words = texts.figures.decisions;

/** A bar for each day: what was approved, and on top what was rejected. Each bar leads to the list of its day. */
export function DecisionsFigure({ days, range }: { days: DayFigures[]; range: Range }) {
  const decided = days.filter(({ approved, rejected }) => approved + rejected > 0);
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  const top = roundTop(days.map(({ approved, rejected }) => approved + rejected));
  return (
    <Section title={words.title} beside={<Link href={listOf('decided', range)}>{words.list}</Link>}>
      {decided.length === 0 ? (
        <p className="muted">{words.none}</p>
      ) : (
        <>
          <div className="row figures-key muted">
            <span>
              <span className="figures-swatch figures-good" aria-hidden="true" /> {words.approved}
            </span>
            <span>
              <span className="figures-swatch figures-bad" aria-hidden="true" /> {words.rejected}
            </span>
            <span className="figures">{words.highest(number(top))}</span>
          </div>
          <Bars days={days} top={top} range={range} />
          <div className="figures-axis muted" aria-hidden="true">
            <span>{first && day(first)}</span>
            <span>{last && day(last)}</span>
          </div>
          <AsTable
            caption={words.title}
            head={[words.day, words.approved, words.rejected]}
            rows={decided.map((counts) => ({
              key: counts.day,
              name: day(counts.day),
              cells: (['approved', 'rejected'] as const).map((name) => (
                <Link key={name} href={listOf(name, { ...range, from: counts.day, to: counts.day })}>
                  {number(counts[name])}
                </Link>
              )),
            }))}
          />
        </>
      )}
    </Section>
  );
}

/** For the eye and the mouse: the table below has the same days and links for the keyboard and for screen readers. */
function Bars({ days, top, range }: { days: DayFigures[]; top: number; range: Range }) {
  return (
    <div className="figures-bars" aria-hidden="true">
      {days.map(({ day: date, approved, rejected }) => (
        <Link
          key={date}
          href={listOf(approved > 0 ? 'approved' : 'rejected', { ...range, from: date, to: date })}
          tabIndex={-1}
          title={words.bar(day(date), number(approved), number(rejected))}
        >
          <span className="figures-bad" style={{ blockSize: `${(rejected / top) * 100}%` }} />
          <span className="figures-good" style={{ blockSize: `${(approved / top) * 100}%` }} />
        </Link>
      ))}
    </div>
  );
}
