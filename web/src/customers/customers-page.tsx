import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../controls/button.js';
import { Failure } from '../controls/failure.js';
import { Field, Tick } from '../controls/field.js';
import { Page } from '../controls/page.js';
import { Pager } from '../controls/pager.js';
import { useQueryString } from '../controls/query-string.js';
import { Waiting } from '../controls/waiting.js';
import { useKeys } from '../keys/use-keys.js';
import { texts } from '../texts/texts.js';
import { CustomerTable } from './customer-table.js';
import { CUSTOMERS_PAGE, useBalances, useCustomers } from './queries.js';

const words = texts.customers;
const TYPING_MS = 200;

/** All customers, to find one. */
export default function CustomersPage() {
  const [get, set] = useQueryString();
  const search = get('search');
  const isHeld = get('held') === 'true';
  const page = Math.max(1, Number(get('page')) || 1);
  const { data, error, refetch } = useCustomers({
    page,
    ...(search && { search }),
    ...(isHeld && { held: true }),
  });
  const { data: balances } = useBalances();
  // The box keeps its own text; clearing gives a new one.
  const [clears, setClears] = useState(0);
  const clear = () => {
    set({ search: '', held: '', page: '' });
    setClears((count) => count + 1);
  };
  const isFiltered = search !== '' || isHeld;

  return (
    <Page title={words.title} beside={<span className="muted">{data && words.count(data.count)}</span>}>
      <div className="customers-filters">
        <SearchBox key={clears} value={search} onChange={(text) => set({ search: text, page: '' })} />
        <Tick
          label={words.held}
          checked={isHeld}
          onChange={(event) => set({ held: event.target.checked ? 'true' : '', page: '' })}
        />
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && data.count === 0 && (
        <div className="row">
          <p>{isFiltered ? words.noMatch : words.empty}</p>
          {isFiltered && <Button onPress={clear}>{words.clear}</Button>}
          {!isFiltered && <Link href="/import">{texts.imports.title}</Link>}
        </div>
      )}
      {data && data.data.length > 0 && <CustomerTable customers={data.data} balances={balances} />}
      {balances === null && <p className="muted">{words.tooMany}</p>}
      {data && (
        <Pager
          page={page}
          pageSize={CUSTOMERS_PAGE}
          count={data.count}
          onPage={(next) => set({ page: next === 1 ? '' : String(next) })}
        />
      )}
    </Page>
  );
}

/** Reports what is typed once the typing pauses. */
function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useKeys({ search: () => input.current?.focus() });
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (typed: string) => {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(typed.trim()), TYPING_MS);
  };
  return (
    <Field label={words.search}>
      {(props) => (
        <input
          {...props}
          ref={input}
          className="input"
          type="search"
          maxLength={200}
          autoComplete="off"
          value={text}
          onChange={(event) => type(event.target.value)}
        />
      )}
    </Field>
  );
}
