import { Button } from '../controls/button.js';
import { Field } from '../controls/field.js';
import { Section } from '../controls/page.js';
import { texts } from '../texts/texts.js';
import type { SectionProps } from './settings-editor.js';
import { fieldError } from './settings-form.js';

const words = texts.settings.minimums;

/** The least balance that the policy collects, by currency. */
export function MinimumsSection({ form, set, fields }: SectionProps) {
  const { minimums } = form;
  const change = (index: number, part: Partial<(typeof minimums)[number]>) =>
    set({
      minimums: minimums.map((minimum, place) => (place === index ? { ...minimum, ...part } : minimum)),
    });
  // Currencies have their own errors; this one is of the list.
  const general = fields.minimum_balances && fieldError(fields, 'minimum_balances');
  return (
    <Section title={words.title}>
      <p className="field-hint">{words.hint}</p>
      {minimums.map(({ currency, amount }, index) => (
        // Rows have no other name: the currency is being typed.
        // oxlint-disable-next-line react/no-array-index-key
        <div className="settings-minimum" key={index}>
          <Field label={words.currency}>
            {(props) => (
              <input
                {...props}
                className="input"
                value={currency}
                maxLength={3}
                autoComplete="off"
                onChange={(event) => change(index, { currency: event.target.value.toUpperCase() })}
              />
            )}
          </Field>
          <Field
            label={words.amount}
            error={currency ? fieldError(fields, `minimum_balances.${currency}`) : undefined}
          >
            {(props) => (
              <input
                {...props}
                className="input figures"
                inputMode="decimal"
                value={amount}
                autoComplete="off"
                onChange={(event) => change(index, { amount: event.target.value })}
              />
            )}
          </Field>
          <Button
            aria-label={words.remove(currency)}
            onPress={() => set({ minimums: minimums.filter((_, place) => place !== index) })}
          >
            {words.removeShort}
          </Button>
        </div>
      ))}
      {general && (
        <div className="field-error" role="alert">
          {general}
        </div>
      )}
      <div>
        <Button onPress={() => set({ minimums: [...minimums, { currency: '', amount: '' }] })}>
          {words.add}
        </Button>
      </div>
    </Section>
  );
}
