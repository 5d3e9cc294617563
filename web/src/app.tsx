import { QueryClientProvider } from '@tanstack/react-query';
import { I18nProvider } from 'react-aria-components';
import { Redirect, Route, Switch } from 'wouter';
import { PendingDecisionsProvider } from './action/decision/pending-decisions-provider.js';
import { queryClient } from './api/query-client.js';
import { InboxPage } from './inbox/inbox-page.js';
import { Live } from './live/live.js';
import { SessionGate } from './session/session-gate.js';
import { Shell } from './shell/shell.js';
import { LANGUAGE } from './texts/language.js';

/** The routes of the page. The server answers each of them with the same document (src/api/page/serve-page.ts). */
export function App() {
  return (
    <I18nProvider locale={LANGUAGE}>
      <QueryClientProvider client={queryClient}>
        <PendingDecisionsProvider>
          <SessionGate>
            <Live />
            <Shell>
              <Switch>
                <Route path="/inbox/:tab/:action?" component={InboxPage} />
                <Route>
                  <Redirect to="/inbox/needs_action" replace />
                </Route>
              </Switch>
            </Shell>
          </SessionGate>
        </PendingDecisionsProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}
