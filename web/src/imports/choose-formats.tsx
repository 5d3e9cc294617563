import { Field } from '../controls/field.js';
import { day } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { type Choice, fittingFormats, samplesOf } from './choice.js';
import type { LedgerFile } from './ledger-file.js';
import { DATE_FORMATS, type DateFormat, type DecimalMark, readAmount, readDay } from './values.js';

const words = texts.imports.columns;

/** How days and amounts are written, with the first of each as it will be read, and the currency of rows without one. */
export function ChooseFormats({
  file,
  choice,
  onChoice,
}: {
  file: LedgerFile;
  choice: Choice;
  onChoice: (choice: Choice) => void;
}) {
  const { mapping, formats } = choice;
  const set = (change: Partial<Choice['formats']>) =>
    onChoice({ mapping, formats: { ...formats, ...change } });
  const fitting = fittingFormats(file, mapping);
  return (
    <div className="imports-formats">
      <Field
        label={words.dateFormat}
        hint={<Hint text={dateExample(file, choice)} isAmbiguous={fitting.dates.length > 1} />}
      >
        {(props) => (
          <select
            {...props}
            className="input"
            value={formats.date}
            onChange={(event) => set({ date: event.target.value as DateFormat })}
          >
            {DATE_FORMATS.map((format) => (
              <option key={format}>{format}</option>
            ))}
          </select>
        )}
      </Field>
      <Field
        label={words.decimal}
        hint={<Hint text={amountExample(file, choice)} isAmbiguous={isAmountAmbiguous(file, choice)} />}
      >
        {(props) => (
          <select
            {...props}
            className="input"
            value={formats.decimal}
            onChange={(event) => set({ decimal: event.target.value as DecimalMark })}
          >
            {(['.', ','] as const).map((mark) => (
              <option key={mark} value={mark}>
                {words.decimals[mark]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={words.currency} hint={words.currencyHint}>
        {(props) => (
          <input
            {...props}
            className="input"
            value={formats.currency}
            maxLength={3}
            autoComplete="off"
            onChange={(event) => set({ currency: event.target.value.toUpperCase() })}
          />
        )}
      </Field>
    </div>
  );
}

const Hint = ({ text, isAmbiguous }: { text: string; isAmbiguous: boolean }) => (
  <>
    {text} {text !== '' && isAmbiguous && <strong>{words.ambiguous}</strong>}
  </>
);

function dateExample(file: LedgerFile, { mapping, formats }: Choice): string {
  const [cell] = samplesOf(file, mapping, ['due_date']);
  if (cell === undefined) return '';
  const reading = readDay(cell, formats.date);
  return 'value' in reading ? words.dateExample(cell, day(reading.value)) : `${cell} ${reading.problem}`;
}

function amountExample(file: LedgerFile, { mapping, formats }: Choice): string {
  // The sample with the most punctuation shows best what the marks mean.
  const [cell] = samplesOf(file, mapping, ['amount']).toSorted((a, b) => weight(b) - weight(a));
  if (cell === undefined) return '';
  const reading = readAmount(cell, formats.decimal, null);
  return 'value' in reading ? words.amountExample(cell, reading.value) : `${cell} ${reading.problem}`;
}

const weight = (text: string): number => text.replace(/\d/g, '').length;

/** Whether the other mark would give other amounts: `12` is twelve with either. */
function isAmountAmbiguous(file: LedgerFile, { mapping }: Choice): boolean {
  const samples = samplesOf(file, mapping, ['amount', 'balance']);
  return fittingFormats(file, mapping).decimals.length > 1 && samples.some((cell) => /[.,]/.test(cell));
}
