import { useDeferredValue, useMemo } from 'react';
import { texts } from '../../texts/texts.js';
import { diff } from './diff.js';
import './diff-text.css';

/** Two texts in one, with what was removed and added. Follows fast typing with a delay instead of slowing it down. */
export function DiffText({
  before,
  after,
  isBrief = false,
}: {
  before: string;
  after: string;
  /** Leaves out most of what is the same. */
  isBrief?: boolean;
}) {
  const [from, to] = [useDeferredValue(before), useDeferredValue(after)];
  const pieces = useMemo(() => diff(from, to), [from, to]);
  return (
    <div className="diff-text">
      {pieces.map(({ kind, text }, index) => {
        if (kind === 'same') return <span key={index}>{isBrief ? brief(text) : text}</span>;
        const Tag = kind === 'deleted' ? 'del' : 'ins';
        return (
          <Tag key={index}>
            <span className="visually-hidden">{texts.action.message[kind]} </span>
            {text}
          </Tag>
        );
      })}
    </div>
  );
}

const CONTEXT = 60;

/** What is around a change, as far as it helps to find it. */
const brief = (text: string): string =>
  text.length <= 3 * CONTEXT ? text : `${text.slice(0, CONTEXT)} … ${text.slice(-CONTEXT)}`;
