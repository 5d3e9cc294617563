import { type FormEvent, useState } from 'react';
import { Button } from '../../../controls/button.js';
import { texts } from '../../../texts/texts.js';
import type { Completion } from '../commands.js';
import './dialogs.css';

const t = texts.decision.completing;
type Outcome = keyof typeof t.outcomes;
const OF_CALLS: Outcome[] = ['reached', 'promised', 'no_answer', 'message_left', 'other'];
const OF_OTHERS: Outcome[] = ['done', 'other'];

/** Asks how it went. Outcome and note become the comment in the log. */
export function CompleteDialog({
  isCall,
  onComplete,
}: {
  isCall: boolean;
  onComplete: (body: Completion) => void;
}) {
  const outcomes = isCall ? OF_CALLS : OF_OTHERS;
  const [outcome, setOutcome] = useState<Outcome>(outcomes[0]!);
  const [note, setNote] = useState('');
  const [answerBy, setAnswerBy] = useState('');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const comment = [t.outcomes[outcome], note.trim()].filter(Boolean).join(': ');
    onComplete({
      comment,
      // Until the end of that day, by the clock of the person.
      ...(answerBy && { response_deadline: new Date(`${answerBy}T23:59:59`).toISOString() }),
    });
  };
  return (
    <form className="decision-dialog-body" onSubmit={onSubmit}>
      <fieldset className="decision-outcomes">
        <legend className="visually-hidden">{t.title}</legend>
        {outcomes.map((name, index) => (
          <label key={name} className="decision-outcome">
            <input
              type="radio"
              name="outcome"
              data-autofocus={index === 0 || undefined}
              checked={outcome === name}
              onChange={() => setOutcome(name)}
            />
            {t.outcomes[name]}
          </label>
        ))}
      </fieldset>
      <label>
        {t.note}
        <textarea
          className="input"
          rows={2}
          maxLength={1_900}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      {isCall && (
        <label>
          {t.answerBy}
          <input
            type="date"
            className="input"
            value={answerBy}
            onChange={(event) => setAnswerBy(event.target.value)}
          />
        </label>
      )}
      <Button type="submit" kind="primary">
        {t.submit}
      </Button>
    </form>
  );
}
