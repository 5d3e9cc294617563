import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { logOutEverywhere } from '@daybook/client';
import { usePendingDecisions } from '../action/decision/pending-decisions.js';
import { dataOf } from '../api/client.js';
import { Button } from '../controls/button.js';
import { Failure } from '../controls/failure.js';
import { Tick } from '../controls/field.js';
import { Notice } from '../controls/notice.js';
import { Section } from '../controls/page.js';
import { areShortcutsOn, turnShortcuts } from '../keys/shortcuts.js';
import { texts } from '../texts/texts.js';

const words = texts.settings.browser;

/** What concerns the person alone. */
export function BrowserSection() {
  const { flush } = usePendingDecisions();
  const [isOn, setIsOn] = useState(areShortcutsOn);
  const logOut = useMutation({
    // What was decided here could not be sent without the session.
    mutationFn: async () => {
      if (!(await flush(false))) return false;
      await dataOf(logOutEverywhere({ throwOnError: true }));
      return true;
    },
    // A new document: nothing of the company stays on the screen or in memory.
    onSuccess: (isOut) => isOut && location.assign('/login'),
  });
  return (
    <Section title={words.title}>
      <Tick
        label={words.shortcuts}
        hint={words.shortcutsHint}
        checked={isOn}
        onChange={(event) => {
          setIsOn(event.target.checked);
          turnShortcuts(event.target.checked ? 'on' : 'off');
        }}
      />
      {logOut.data === false && <Notice kind="warn">{texts.session.unsent}</Notice>}
      {logOut.error && <Failure error={logOut.error} />}
      <div className="row">
        <Button isDisabled={logOut.isPending} onPress={() => logOut.mutate()}>
          {words.everywhere}
        </Button>
        <span className="muted">{words.everywhereHint}</span>
      </div>
    </Section>
  );
}
