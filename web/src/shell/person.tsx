import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { usePendingDecisions } from '../action/decision/pending-decisions.js';
import { errorText } from '../api/error-text.js';
import { Button } from '../controls/button.js';
import { Notice } from '../controls/notice.js';
import { logOut } from '../session/session-requests.js';
import { useSession } from '../session/session.js';
import { texts } from '../texts/texts.js';
import { CompanyChoice } from './company-choice.js';
import { ThemeChoice } from './theme-choice.js';
import './person.css';

/** Who is logged in and as what, how the page looks, and the way out. */
export function Person({ onHelp }: { onHelp: () => void }) {
  const { contact } = useSession();
  const { flush } = usePendingDecisions();
  const id = useId();
  const leaving = useMutation({
    // What was decided here could not be sent without the session.
    mutationFn: async () => {
      if (!(await flush(false))) return false;
      await logOut();
      return true;
    },
    // A new document: nothing of the person stays in memory.
    onSuccess: (isOut) => isOut && location.assign('/login'),
  });
  return (
    <section className="person" aria-labelledby={id}>
      <CompanyChoice />
      <ThemeChoice />
      <Button kind="plain" hint="help" onPress={onHelp}>
        {texts.keys.title}
      </Button>
      <div className="person-name">
        <b id={id}>{contact.name}</b>
        <span>{texts.shell.roles[contact.access_role]}</span>
        <Button kind="plain" onPress={() => leaving.mutate()} isPending={leaving.isPending}>
          {texts.session.logOut}
        </Button>
      </div>
      {leaving.data === false && <Notice kind="warn">{texts.session.unsent}</Notice>}
      {leaving.error && (
        <Notice kind="bad">
          {texts.session.logOutFailed} {errorText(leaving.error)}
        </Notice>
      )}
    </section>
  );
}
