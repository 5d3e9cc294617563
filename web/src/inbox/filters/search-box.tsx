import { useEffect, useRef, useState } from 'react';
import { keyLabel } from '../../keys/keys.js';
import { useKeys } from '../../keys/use-keys.js';
import { texts } from '../../texts/texts.js';

/** How long the person must pause before the list is searched. */
const PAUSE_MS = 200;

/** Searches while one types. The search key brings the focus here, Escape clears. */
export function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const sent = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useKeys({
    search: () => {
      field.current?.focus();
      field.current?.select();
    },
  });
  useEffect(() => {
    // A filter that was removed elsewhere, or the browser's back.
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const send = (next: string) => {
    clearTimeout(timer.current);
    sent.current = next.trim();
    if (next.trim() !== value) onChange(next.trim());
  };
  const change = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(next), PAUSE_MS);
  };
  return (
    <input
      ref={field}
      className="list-search"
      type="search"
      enterKeyHint="search"
      aria-label={texts.filters.search}
      aria-keyshortcuts={keyLabel('search')}
      placeholder={`${texts.filters.search}  ${keyLabel('search')}`}
      maxLength={200}
      value={text}
      onChange={({ target }) => change(target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') send(text);
        if (event.key !== 'Escape') return;
        event.preventDefault();
        if (text === '') field.current?.blur();
        setText('');
        send('');
      }}
    />
  );
}
