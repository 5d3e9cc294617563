import type { ReactNode } from 'react';
import { ApiError } from '../api/api-error.js';
import { errorText } from '../api/error-text.js';
import { texts } from '../texts/texts.js';
import { LogInPage } from './log-in-page.js';
import { SessionContext, useSessionQuery } from './session.js';

/** Shows the page to who is logged in, and otherwise the way in. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { data, error } = useSessionQuery();
  if (data) return <SessionContext value={data}>{children}</SessionContext>;
  if (error instanceof ApiError && error.status === 401) return <LogInPage />;
  return <p role="status">{error ? errorText(error) : texts.session.loading}</p>;
}
