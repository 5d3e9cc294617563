import { Link } from 'wouter';
import type { DeliveryFigures } from '@daybook/client';
import { Section } from '../controls/page.js';
import { number } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { listOf, type Range } from './lists.js';

const words = texts.figures.deliveries;

/** What became of approved actions. Each count leads to its list. */
export function DeliveriesFigure({ deliveries, range }: { deliveries: DeliveryFigures; range: Range }) {
  const lists = {
    sent: listOf('sent', range),
    deferred: listOf('deferred', range),
    waiting: '/inbox/in_progress?delivery_status=waiting,sending',
    failed: '/inbox/in_progress?delivery_status=failed',
    unknown: '/inbox/in_progress?delivery_status=unknown',
  } as const;
  return (
    <Section title={words.title}>
      <dl className="figures-numbers">
        {(Object.keys(lists) as (keyof typeof lists)[]).map((name) => (
          <div key={name}>
            <dt>
              <Link href={lists[name]}>{words[name]}</Link>
            </dt>
            <dd data-bad={(name === 'failed' || name === 'unknown') && deliveries[name] > 0}>
              {number(deliveries[name])}
            </dd>
          </div>
        ))}
      </dl>
      <p className="muted">{words.now}</p>
    </Section>
  );
}
