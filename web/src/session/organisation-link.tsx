import { texts } from '../texts/texts.js';
import { currentPath } from './return-path.js';

/** Leads to the log-in of the organisation, and from there back to where the person is. */
export function OrganisationLink({ keepsPage }: { keepsPage: boolean }) {
  const path = currentPath();
  const returnTo = path.startsWith('/login') ? '' : `?return_to=${encodeURIComponent(path)}`;
  return (
    <a
      className="log-in-link"
      href={`/api/session/oidc${returnTo}`}
      {...(keepsPage && { target: '_blank', rel: 'noopener' })}
    >
      {texts.session.organisation}
    </a>
  );
}
