import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import { useKeys } from '../keys/use-keys.js';
import { SessionEndNotice } from '../session/session-end-notice.js';
import { ErrorBoundary } from './error-boundary.js';
import { Navigation } from './navigation.js';
import { Palette } from './palette/palette.js';
import { PageTitle } from './page-title.js';
import './shell.css';

const KeysHelp = lazy(() => import('./keys-help.js').then((module) => ({ default: module.KeysHelp })));

type Over = 'palette' | 'help' | null;

/** Where I am, beside what I do; above both, on demand, the command palette or the help. */
export function Shell({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  const [over, setOver] = useState<Over>(null);
  const close = () => setOver(null);
  useKeys({
    palette: () => setOver('palette'),
    help: () => setOver('help'),
  });
  return (
    <div className="shell">
      <PageTitle />
      <SessionEndNotice />
      <Navigation onPalette={() => setOver('palette')} onHelp={() => setOver('help')} />
      <div className="shell-page">
        <ErrorBoundary key={path.split('/')[1]}>
          <Suspense>{children}</Suspense>
        </ErrorBoundary>
      </div>
      {over === 'palette' && <Palette onClose={close} />}
      <Suspense>{over === 'help' && <KeysHelp onClose={close} />}</Suspense>
    </div>
  );
}
