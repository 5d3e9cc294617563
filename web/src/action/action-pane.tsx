import { useEffect, useRef } from 'react';
import { useSearchParams } from 'wouter';
import { ApiError } from '../api/api-error.js';
import { errorText } from '../api/error-text.js';
import { Button } from '../controls/button.js';
import type { Tab } from '../inbox/tabs.js';
import { texts } from '../texts/texts.js';
import { useAction, useAlternatives } from './action-data.js';
import { useOpenNext } from './decision/use-decide.js';
import { OpenAction } from './open-action.js';
import '../controls/field.css';
import './action-pane.css';

/**
 * The one action: what is proposed, what is odd about it, what goes out, why, and the decision. The alternative that a person has
 * chosen is in the address; one that is not of this action is ignored.
 */
export function ActionPane({ id, tab }: { id: string; tab: Tab }) {
  const [query, setQuery] = useSearchParams();
  const main = useAction(id);
  const { data: alternatives = [] } = useAlternatives(main.data);
  const wanted = query.get('alternative');
  const chosenId = wanted !== null && alternatives.some((one) => one.id === wanted) ? wanted : id;
  const chosen = useAction(chosenId);
  const action = chosen.data ?? (chosenId === id ? undefined : main.data);
  const pane = useRef<HTMLElement>(null);
  useFocusOnOpen(pane, action !== undefined);

  const choose = (alternative: string) =>
    setQuery(
      (current) => {
        const next = new URLSearchParams(current);
        if (alternative === id) next.delete('alternative');
        else next.set('alternative', alternative);
        return next;
      },
      { replace: true },
    );
  return (
    <main className="action-pane" ref={pane}>
      {action ? (
        <OpenAction
          key={action.id}
          action={action}
          tab={tab}
          openId={id}
          alternatives={alternatives}
          onChoose={choose}
        />
      ) : (
        <NotOpen tab={tab} openId={id} error={main.error} onRetry={() => void main.refetch()} />
      )}
    </main>
  );
}

/** Focus that was lost with the action before goes to the heading of this one; where it is elsewhere, it stays. */
function useFocusOnOpen(pane: React.RefObject<HTMLElement | null>, isOpen: boolean): void {
  useEffect(() => {
    if (isOpen && (document.activeElement === null || document.activeElement === document.body))
      pane.current?.querySelector('h1')?.focus({ preventScroll: true });
  }, [isOpen, pane]);
}

interface NotOpenProps {
  tab: Tab;
  openId: string;
  error: Error | null;
  onRetry: () => void;
}

/** While it is read, or instead of an action that cannot be. */
function NotOpen({ tab, openId, error, onRetry }: NotOpenProps) {
  const openNext = useOpenNext({ tab, openId });
  if (!error)
    return (
      <p className="action-pane-loading" role="status">
        {texts.action.loading}
      </p>
    );
  const isGone = error instanceof ApiError && (error.status === 404 || error.status === 400);
  return (
    <div className="action-pane-none">
      <h1 tabIndex={-1}>{isGone ? texts.errors.gone : errorText(error)}</h1>
      {!isGone && <Button onPress={onRetry}>{texts.errors.retry}</Button>}
      <Button onPress={openNext}>{texts.action.next}</Button>
    </div>
  );
}
