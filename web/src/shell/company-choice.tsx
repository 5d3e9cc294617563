import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { usePendingDecisions } from '../action/decision/pending-decisions.js';
import { errorText } from '../api/error-text.js';
import { Notice } from '../controls/notice.js';
import { begin } from '../session/session-changes.js';
import { changeCompany } from '../session/session-requests.js';
import { useSession } from '../session/session.js';
import { texts } from '../texts/texts.js';
import { Choice } from './choice.js';

/** Goes on in another company of the same person; nothing if there is only one. */
export function CompanyChoice() {
  const { company, companies } = useSession();
  const queries = useQueryClient();
  const { flush } = usePendingDecisions();
  const [, goTo] = useLocation();
  const change = useMutation({
    // What was decided here belongs to the session of the company before.
    mutationFn: async (id: string) => ((await flush(false)) ? changeCompany(id) : null),
    onSuccess: (session) => {
      if (!session) return;
      // What is open belongs to the company before.
      goTo('/');
      begin(session, queries);
    },
  });
  if (companies.length < 2) return null;
  return (
    <>
      <Choice
        label={texts.shell.company}
        value={company.id}
        names={Object.fromEntries(companies.map(({ id, name }) => [id, name]))}
        onChange={change.mutate}
      />
      {change.data === null && <Notice kind="warn">{texts.session.unsent}</Notice>}
      {change.error && <Notice kind="bad">{errorText(change.error)}</Notice>}
    </>
  );
}
