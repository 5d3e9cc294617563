import { Link } from 'wouter';
import type { RecommendationFigure as Recommendation } from '@daybook/client';
import { Section } from '../controls/page.js';
import { number, percent } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { AsTable } from './as-table.js';
import { listOf, type Range } from './lists.js';
import { percentages } from './scale.js';

const words = texts.figures.outcomes;

const countsOf = ({ approved_unedited, approved_edited, rejected }: Recommendation): number[] => [
  approved_unedited,
  approved_edited,
  rejected,
];
const totalOf = (recommendation: Recommendation): number =>
  countsOf(recommendation).reduce((sum, count) => sum + count, 0);

const PARTS = [
  { name: words.unedited, style: 'figures-good', list: 'unedited' },
  { name: words.edited, style: 'figures-warn', list: 'edited' },
  { name: words.rejected, style: 'figures-bad', list: 'declined' },
] as const;

/** How often each recommended step was approved as it was, approved with edits, or rejected: bars of 100 %. */
export function OutcomesFigure({
  recommendations,
  range,
}: {
  recommendations: Recommendation[];
  range: Range;
}) {
  const decided = recommendations.filter((recommendation) => totalOf(recommendation) > 0);
  if (decided.length === 0)
    return (
      <Section title={words.title}>
        <p className="muted">{words.none}</p>
      </Section>
    );
  return (
    <Section title={words.title}>
      <div className="row figures-key muted">
        {PARTS.map(({ name, style }) => (
          <span key={name}>
            <span className={`figures-swatch ${style}`} aria-hidden="true" /> {name}
          </span>
        ))}
      </div>
      <ul className="figures-outcomes">
        {decided.map((recommendation) => (
          <Outcome key={recommendation.recommendation} recommendation={recommendation} range={range} />
        ))}
      </ul>
      <AsTable
        caption={words.title}
        head={[words.recommendation, ...PARTS.map(({ name }) => name), words.decided, words.proposed]}
        rows={decided.map((recommendation) => ({
          key: recommendation.recommendation,
          name: recommendation.label,
          cells: [
            ...countsOf(recommendation).map((count, index) => (
              <Link
                key={PARTS[index]!.list}
                href={listOf(PARTS[index]!.list, range, recommendation.recommendation)}
              >
                {words.share(percent(percentages(countsOf(recommendation))[index]! / 100), number(count))}
              </Link>
            )),
            number(totalOf(recommendation)),
            <Link key="proposed" href={listOf('proposed', range, recommendation.recommendation)}>
              {number(recommendation.proposed)}
            </Link>,
          ],
        }))}
      />
    </Section>
  );
}

function Outcome({ recommendation, range }: { recommendation: Recommendation; range: Range }) {
  const counts = countsOf(recommendation);
  const shares = percentages(counts);
  return (
    <li>
      <div className="figures-outcome-head">
        <Link href={listOf('decided', range, recommendation.recommendation)}>{recommendation.label}</Link>
        <span className="muted figures">{number(totalOf(recommendation))}</span>
      </div>
      <div className="figures-outcome" aria-hidden="true">
        {PARTS.map(
          ({ style }, index) =>
            counts[index]! > 0 && (
              <span key={style} className={style} style={{ flexGrow: counts[index] }}>
                {shares[index]! >= 12 && percent(shares[index]! / 100)}
              </span>
            ),
        )}
      </div>
    </li>
  );
}
