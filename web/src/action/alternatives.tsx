import type { ActionResponse } from '@daybook/client';
import { texts } from '../texts/texts.js';
import './alternatives.css';

/** The alternatives side by side; the one that is chosen is shown below, and the decision applies to it. */
export function Alternatives({
  actions,
  chosenId,
  onChoose,
}: {
  actions: readonly ActionResponse[];
  chosenId: string;
  onChoose: (id: string) => void;
}) {
  const { alternatives } = texts.action;
  if (actions.length < 2) return null;
  return (
    <fieldset className="alternatives">
      <legend className="visually-hidden">{alternatives.label}</legend>
      {actions.map((action) => (
        <label key={action.id} className="alternative">
          <input
            type="radio"
            name="alternative"
            className="visually-hidden"
            value={action.id}
            checked={action.id === chosenId}
            onChange={() => onChoose(action.id)}
          />
          <span>{action.recommendation_label}</span>
          <small>
            {action.is_recommended ? alternatives.recommended : alternatives.alternative} ·{' '}
            {texts.inbox.types[action.action_type].toLowerCase()}
          </small>
        </label>
      ))}
    </fieldset>
  );
}
