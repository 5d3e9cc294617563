import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/api-error.js';
import { errorText } from '../api/error-text.js';
import { Notice } from '../controls/notice.js';
import { texts } from '../texts/texts.js';
import { MailLinkForm } from './mail-link-form.js';
import { OrganisationLink } from './organisation-link.js';
import { type LogInOptions, logInOptions } from './session-requests.js';

interface Props {
  /** Why the link with which the page was opened did not log in; null if there was none. */
  linkError?: Error | null;
  /** Whether the page has to stay as it is, so that the organisation's log-in needs a tab of its own. */
  keepsPage?: boolean;
}

/** The ways to log in that this installation has, and what went wrong with the link. */
export function LogInWays({ linkError = null, keepsPage = false }: Props) {
  const options = useQuery({ queryKey: ['session', 'options'], queryFn: logInOptions, staleTime: Infinity });
  const { data, error } = options;
  return (
    <div className="log-in-ways">
      {linkError && <Notice kind="bad">{linkErrorText(linkError, data)}</Notice>}
      {error && (
        <Notice kind="bad">
          {texts.session.wayInFailed} {errorText(error)}
        </Notice>
      )}
      {data?.oidc && <OrganisationLink keepsPage={keepsPage} />}
      {data?.oidc && data.mail_links && <div className="log-in-or">{texts.session.or}</div>}
      {data?.mail_links && <MailLinkForm />}
      {data && !data.oidc && !data.mail_links && <OperatorHint />}
    </div>
  );
}

/** Without e-mail and without an organisation's log-in, only the operator can let people in. */
function OperatorHint() {
  return (
    <>
      <p>{texts.session.operator}</p>
      <code>{texts.session.operatorCommand}</code>
    </>
  );
}

function linkErrorText(error: Error, options: LogInOptions | undefined): string {
  const isRefused = error instanceof ApiError && (error.status === 401 || error.status === 400);
  if (!isRefused) return errorText(error);
  const { linkUsed, nextMail, nextOidc, nextOperator } = texts.session;
  const next = options?.mail_links ? nextMail : options?.oidc ? nextOidc : nextOperator;
  return `${linkUsed} ${next}`;
}
