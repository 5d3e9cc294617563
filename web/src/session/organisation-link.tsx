import { useSearchParams } from 'wouter';
import { texts } from '../texts/texts.js';
import { currentPath, rememberedPath } from './return-path.js';

/** The errors after which the same account would fail again, so that the organisation has to ask for one. */
const NEEDS_ACCOUNT: readonly (string | null)[] = ['unknown_contact', 'denied'];

/** Leads to the log-in of the organisation, and from there back to where the person is, or was before a log-in that failed. */
export function OrganisationLink({ keepsPage }: { keepsPage: boolean }) {
  const [search] = useSearchParams();
  const isLogIn = currentPath().startsWith('/login');
  const path = isLogIn ? rememberedPath() : currentPath();
  const asksAccount = isLogIn && NEEDS_ACCOUNT.includes(search.get('error'));
  const query = new URLSearchParams({
    ...(path && { return_to: path }),
    ...(asksAccount && { other_account: 'true' }),
  }).toString();
  return (
    <a
      className="log-in-link"
      href={`/api/session/oidc${query && `?${query}`}`}
      {...(keepsPage && { target: '_blank', rel: 'noopener' })}
    >
      {asksAccount ? texts.session.otherAccount : texts.session.organisation}
    </a>
  );
}
