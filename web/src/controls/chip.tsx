import './chip.css';

/** A word or two about a row. */
export function Chip({
  kind = 'plain',
  children,
}: {
  kind?: 'plain' | 'warn' | 'bad' | 'good';
  children: string;
}) {
  return <span className={`chip chip-${kind}`}>{children}</span>;
}
