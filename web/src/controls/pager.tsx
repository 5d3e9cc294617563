import { number } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { Button } from './button.js';

/** Which of all results are shown, and the way to the others. Nothing if one page holds all of them. */
export function Pager({
  page,
  pageSize,
  count,
  onPage,
}: {
  /** From 1. */
  page: number;
  pageSize: number;
  count: number;
  onPage: (page: number) => void;
}) {
  if (count <= pageSize && page === 1) return null;
  const first = (page - 1) * pageSize + 1;
  const last = Math.min(page * pageSize, count);
  return (
    <nav className="row" aria-label={texts.controls.pages}>
      <Button isDisabled={page <= 1} onPress={() => onPage(page - 1)}>
        {texts.controls.previous}
      </Button>
      <span className="muted figures">
        {texts.controls.range(number(first), number(Math.max(first, last)), number(count))}
      </span>
      <Button isDisabled={last >= count} onPress={() => onPage(page + 1)}>
        {texts.controls.next}
      </Button>
    </nav>
  );
}
