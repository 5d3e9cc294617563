import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useRoute } from 'wouter';
import { errorText } from '../api/error-text.js';
import { Button } from '../controls/button.js';
import { Notice } from '../controls/notice.js';
import { texts } from '../texts/texts.js';
import { forgetPath } from './return-path.js';
import { announce, watchSession } from './session-changes.js';
import { type Session, SessionContext, useSessionQuery } from './session.js';

const LogInPage = lazy(() => import('./log-in-page.js').then((module) => ({ default: module.LogInPage })));
const SessionEnded = lazy(() =>
  import('./session-ended.js').then((module) => ({ default: module.SessionEnded })),
);

/** Shows the page to who is logged in, and otherwise the way in. When the session ends, the page stays below the dialog. */
export function SessionGate({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [isLogIn] = useRoute('/login');
  useEffect(() => watchSession(queries), [queries]);
  return <Suspense>{isLogIn ? <LogInPage /> : <LoggedIn>{children}</LoggedIn>}</Suspense>;
}

function LoggedIn({ children }: { children: ReactNode }) {
  const { data: session, error, refetch } = useSessionQuery();
  const [last, setLast] = useState<Session | null>(null);
  if (session && session !== last) setLast(session);
  const shown = session ?? last;
  useEffect(() => {
    if (!session) return;
    forgetPath();
    announce(session);
  }, [session]);
  if (!shown && session === null) return <LogInPage />;
  if (!shown) return error && <Unreachable text={errorText(error)} onRetry={() => void refetch()} />;
  return (
    <SessionContext value={shown}>
      {children}
      {session === null && (
        <Suspense>
          <SessionEnded />
        </Suspense>
      )}
    </SessionContext>
  );
}

function Unreachable({ text, onRetry }: { text: string; onRetry: () => void }) {
  return (
    <main className="log-in">
      <h1>Daybook</h1>
      <Notice kind="bad">{text}</Notice>
      <Button onPress={onRetry}>{texts.errors.retry}</Button>
    </main>
  );
}
