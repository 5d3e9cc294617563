import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { PendingDecisionsProvider } from './action/decision/pending-decisions-provider.js';
import { queryClient } from './api/query-client.js';
import { InboxPage } from './inbox/inbox-page.js';
import { Live } from './live/live.js';
import { SessionGate } from './session/session-gate.js';
import { NotFoundPage } from './shell/not-found-page.js';
import { Shell } from './shell/shell.js';

const CustomersPage = lazy(() => import('./customers/customers-page.js'));
const CustomerPage = lazy(() => import('./customers/customer-page.js'));
const FiguresPage = lazy(() => import('./figures/figures-page.js'));
const FigureListPage = lazy(() => import('./figures/list-page.js'));
const ImportPage = lazy(() => import('./imports/import-page.js'));
const PolicyPage = lazy(() => import('./policy/policy-page.js'));
const SettingsPage = lazy(() => import('./settings/settings-page.js'));

/** The routes of the page. The server answers each of them with the same document (src/api/page/serve-page.ts). */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <PendingDecisionsProvider>
        <SessionGate>
          <Live />
          <Shell>
            <Suspense fallback={<main />}>
              <Switch>
                <Route path="/inbox/:tab/:action?" component={InboxPage} />
                <Route path="/customers" component={CustomersPage} />
                <Route path="/customers/:id" component={CustomerPage} />
                <Route path="/figures" component={FiguresPage} />
                <Route path="/figures/list" component={FigureListPage} />
                <Route path="/import" component={ImportPage} />
                <Route path="/policy" component={PolicyPage} />
                <Route path="/settings" component={SettingsPage} />
                <Route path="/">
                  <Redirect to="/inbox/needs_action" replace />
                </Route>
                <Route component={NotFoundPage} />
              </Switch>
            </Suspense>
          </Shell>
        </SessionGate>
      </PendingDecisionsProvider>
    </QueryClientProvider>
  );
}
