import { listCustomers } from '@daybook/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { dataOf } from '../../api/client.js';
import { useSession } from '../../session/session.js';
import { texts } from '../../texts/texts.js';
import { useCustomer } from '../../customers/one-customer.js';

/** How long the person must pause before customers are searched. */
const PAUSE_MS = 200;

interface Props {
  id: string | undefined;
  onChange: (id: string | undefined) => void;
}

/** A customer by name. The browser's own list of suggestions: it is accessible everywhere and weighs nothing. */
export function CustomerField({ id, onChange }: Props) {
  const { company } = useSession();
  const list = useId();
  const known = useCustomer(id).data?.name ?? null;
  const [text, setText] = useState<string | null>(null);
  const search = usePaused((text ?? '').trim());
  const { data } = useQuery({
    queryKey: [company.id, 'customers', 'search', search],
    queryFn: ({ signal }) =>
      dataOf(
        listCustomers({
          path: { company_id: company.id },
          query: { search, page_size: 10 },
          signal,
          throwOnError: true,
        }),
      ),
    enabled: search.length > 0,
    placeholderData: keepPreviousData,
  });
  const change = (next: string) => {
    setText(next);
    onChange(data?.data.find(({ name }) => name === next)?.id);
  };
  useEffect(() => {
    // The name was typed in full before the answer came.
    const match = text === null ? undefined : data?.data.find(({ name }) => name === text);
    if (match && match.id !== id) onChange(match.id);
  }, [data, text, id, onChange]);
  return (
    <label>
      {texts.filters.customer}
      <input
        value={text ?? known ?? ''}
        list={list}
        placeholder={texts.filters.customerHint}
        autoComplete="off"
        maxLength={200}
        onChange={({ target }) => change(target.value)}
      />
      <datalist id={list}>
        {data?.data.map(({ id: customer, name }) => (
          <option key={customer}>{name}</option>
        ))}
      </datalist>
    </label>
  );
}

/** The value after a pause. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
