import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Button } from '../controls/button.js';
import { useNow } from '../controls/use-now.js';
import { clockTime } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { endOfSession, WARNING_MS } from './end-of-session.js';
import { checkSession } from './session-changes.js';
import { logOut } from './session-requests.js';
import { sessionTimes, useSessionQuery } from './session.js';
import './session-end-notice.css';

const LogInAgain = lazy(() =>
  import('./session-ended.js').then((module) => ({ default: module.LogInAgain })),
);

/** How often the time is looked at. */
const TICK_MS = 15_000;
/** After what time an input renews the session. */
const RENEWED_MS = 5 * 60_000;

/**
 * A line some minutes before the session ends. Any click or key keeps a session that is idle: not the requests of a page that
 * nobody uses, which live events cause, so that the page itself ends the session when its time is over.
 */
export function SessionEndNotice() {
  const queries = useQueryClient();
  const { data: session, dataUpdatedAt: readAt } = useSessionQuery();
  const now = useNow(TICK_MS);
  const [loggingInFor, setLoggingInFor] = useState<string | null>(null);
  useEffect(() => {
    const onInput = () => {
      if (session && Date.now() - readAt > RENEWED_MS) checkSession(queries);
    };
    window.addEventListener('pointerdown', onInput, { capture: true });
    window.addEventListener('keydown', onInput, { capture: true });
    return () => {
      window.removeEventListener('pointerdown', onInput, { capture: true });
      window.removeEventListener('keydown', onInput, { capture: true });
    };
  }, [session, readAt, queries]);

  const end = session ? endOfSession(session, sessionTimes(readAt)) : null;
  const isOver = end !== null && now >= end.at;
  const isFinal = end?.isFinal ?? false;
  useEffect(() => {
    if (!isOver) return;
    const ended = isFinal ? Promise.resolve() : logOut().catch(() => undefined);
    void ended.then(() => checkSession(queries));
  }, [isOver, isFinal, queries]);

  const isSoon = end !== null && now < end.at && now >= end.at - WARNING_MS;
  const t = texts.session;
  const when = end && clockTime(new Date(end.at));
  return (
    <>
      <div className="session-end" role="status">
        {isSoon && session && when && (
          <>
            <p>{isFinal ? t.endsSoon(when) : t.idle(when)}</p>
            {isFinal ? (
              <Button onPress={() => setLoggingInFor(session.ends_at)}>{t.logInAgain}</Button>
            ) : (
              <Button onPress={() => checkSession(queries)}>{t.stay}</Button>
            )}
          </>
        )}
      </div>
      <Suspense>
        {isSoon && loggingInFor === session?.ends_at && <LogInAgain onClose={() => setLoggingInFor(null)} />}
      </Suspense>
    </>
  );
}
