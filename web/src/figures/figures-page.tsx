import { getFigures } from '@daybook/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/client.js';
import { Failure } from '../controls/failure.js';
import { Page } from '../controls/page.js';
import { useQueryString } from '../controls/query-string.js';
import { Waiting } from '../controls/waiting.js';
import { useSession } from '../session/session.js';
import { texts } from '../texts/texts.js';
import { AgingFigure } from './aging-figure.js';
import { DecisionsFigure } from './decisions-figure.js';
import { DeliveriesFigure } from './deliveries-figure.js';
import { OutcomesFigure } from './outcomes-figure.js';
import { lastDays } from './scale.js';
import { TimeFigure } from './time-figure.js';
import '../controls/field.css';
import './figures.css';

const words = texts.figures;
const RANGES = [7, 30, 90];

/** What is open, what was decided and how long it took. Each figure leads to the list that it counts. */
export default function FiguresPage() {
  const [get, set] = useQueryString();
  const days = RANGES.find((range) => String(range) === get('days')) ?? 30;
  const { data, error, refetch } = useFigures(days);
  return (
    <Page title={words.title} beside={<RangeChoice days={days} onChange={(next) => set({ days: next })} />}>
      <AgingFigure />
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && (
        <>
          <DecisionsFigure days={data.days} range={data} />
          <div className="figures-pair">
            <TimeFigure time={data.time_to_decide} range={data} />
            <DeliveriesFigure deliveries={data.deliveries} range={data} />
          </div>
          <OutcomesFigure recommendations={data.recommendations} range={data} />
        </>
      )}
    </Page>
  );
}

function useFigures(days: number) {
  const { company } = useSession();
  const [today] = useState(() => new Date().toISOString().slice(0, 10));
  const range = lastDays(days, today);
  return useQuery({
    queryKey: [company.id, 'actions', 'figures', range],
    queryFn: ({ signal }) =>
      dataOf(getFigures({ path: { company_id: company.id }, query: range, signal, throwOnError: true })),
    placeholderData: keepPreviousData,
  });
}

function RangeChoice({ days, onChange }: { days: number; onChange: (days: string) => void }) {
  return (
    <label className="row">
      <span className="visually-hidden">{words.range}</span>
      <select className="input figures-range" value={days} onChange={(event) => onChange(event.target.value)}>
        {RANGES.map((range) => (
          <option key={range} value={range}>
            {words.lastDays(range)}
          </option>
        ))}
      </select>
    </label>
  );
}
