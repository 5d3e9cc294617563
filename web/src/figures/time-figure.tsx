import { Link } from 'wouter';
import type { TimeToDecide } from '@daybook/client';
import { Section } from '../controls/page.js';
import { texts } from '../texts/texts.js';
import { listOf, type Range } from './lists.js';
import { inUnits } from './scale.js';

const words = texts.figures.time;

/** How long actions waited for a person. */
export function TimeFigure({ time, range }: { time: TimeToDecide; range: Range }) {
  const { decided, median_seconds, p90_seconds } = time;
  return (
    <Section title={words.title} beside={<Link href="/inbox/needs_action">{words.waiting}</Link>}>
      {median_seconds === null || p90_seconds === null ? (
        <p className="muted">{words.none}</p>
      ) : (
        <>
          <dl className="figures-numbers">
            <dt>{words.median}</dt>
            <dd>{duration(median_seconds)}</dd>
            <dt>{words.p90}</dt>
            <dd>{duration(p90_seconds)}</dd>
          </dl>
          <Link href={listOf('decided', range)}>{words.decided(decided)}</Link>
        </>
      )}
    </Section>
  );
}

function duration(seconds: number): string {
  const { count, unit } = inUnits(seconds);
  return texts.figures[unit](count);
}
