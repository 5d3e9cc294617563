import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { logOutEverywhere } from '@daybook/client';
import { dataOf } from '../api/client.js';
import { Button } from '../controls/button.js';
import { Failure } from '../controls/failure.js';
import { Tick } from '../controls/field.js';
import { Section } from '../controls/page.js';
import { areShortcutsOn, turnShortcuts } from '../keys/shortcuts.js';
import { SESSION_KEY } from '../session/session.js';
import { texts } from '../texts/texts.js';

const words = texts.settings.browser;

/** What concerns the person alone. */
export function BrowserSection() {
  const queries = useQueryClient();
  const [isOn, setIsOn] = useState(areShortcutsOn);
  const logOut = useMutation({
    mutationFn: () => dataOf(logOutEverywhere({ throwOnError: true })),
    // The session query finds that there is none, and the way in shows.
    onSuccess: () => queries.resetQueries({ queryKey: SESSION_KEY }),
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
