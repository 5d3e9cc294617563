import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Redirect, useLocation, useRoute } from 'wouter';
import { texts } from '../texts/texts.js';
import { LinkLogIn } from './link-log-in.js';
import { useLinkSecret } from './link-secret.js';
import { LogInErrors } from './log-in-errors.js';
import { LogInWays } from './log-in-ways.js';
import { rememberPath, takeRememberedPath } from './return-path.js';
import { begin } from './session-changes.js';
import { logInByLink } from './session-requests.js';
import { useSessionQuery } from './session.js';
import './log-in-page.css';

/** The way in, at `/login` or in the place of any page; afterwards the person is where they wanted to be. */
export function LogInPage() {
  const queries = useQueryClient();
  const [, goTo] = useLocation();
  const [isLogIn] = useRoute('/login');
  const link = useLinkSecret();
  const { data: session } = useSessionQuery({ enabled: !link });
  const byLink = useMutation({
    mutationFn: logInByLink,
    onSuccess: (begun) => {
      // No data of an earlier session may show.
      queries.clear();
      begin(begun, queries);
      goTo(takeRememberedPath(), { replace: true });
    },
  });
  const used = useRef<string>(null);
  const { mutate } = byLink;
  useEffect(() => {
    if (!link || link.needsClick || used.current === link.secret) return;
    used.current = link.secret;
    mutate(link.secret);
  }, [link, mutate]);
  useEffect(() => {
    document.title = texts.shell.title(texts.session.confirm, null);
    rememberPath();
  }, []);

  if (isLogIn && session && !link) return <Redirect to={takeRememberedPath()} replace />;
  const isLinkOpen = link && !byLink.isError;
  return (
    <main className="log-in">
      <h1>{texts.session.title}</h1>
      {!link && isLogIn && <LogInErrors />}
      {isLinkOpen ? (
        <LinkLogIn
          needsClick={link.needsClick && byLink.isIdle}
          onConfirm={() => byLink.mutate(link.secret)}
        />
      ) : (
        <LogInWays linkError={byLink.error} />
      )}
    </main>
  );
}
