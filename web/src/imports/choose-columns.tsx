import { Chip } from '../controls/chip.js';
import { Notice } from '../controls/notice.js';
import { Section } from '../controls/page.js';
import { texts } from '../texts/texts.js';
import { type Choice, samplesOf, withColumn } from './choice.js';
import { ChooseFormats } from './choose-formats.js';
import { type Field, FIELDS, type Mapping, missingFields, REQUIRED } from './fields.js';
import type { LedgerFile } from './ledger-file.js';

const words = texts.imports.columns;
const SHOWN_SAMPLES = 3;

/** Which column holds which field, with the first values, and how days and amounts are written. */
export function ChooseColumns({
  file,
  choice,
  onChoice,
}: {
  file: LedgerFile;
  choice: Choice;
  onChoice: (choice: Choice) => void;
}) {
  const { mapping, formats } = choice;
  const missing = missingFields(mapping);
  const lacksCurrency = mapping.currency === undefined && formats.currency.length < 3;
  const map = (field: Field, column: string) =>
    onChoice(withColumn(file, choice, field, column === '' ? null : Number(column)));
  return (
    <Section title={words.title}>
      <ul className="imports-fields">
        {FIELDS.map((field) => (
          <FieldRow key={field} field={field} file={file} mapping={mapping} onMap={map} />
        ))}
      </ul>
      <p className="muted">{words.kept}</p>
      <ChooseFormats file={file} choice={choice} onChoice={onChoice} />
      {missing.length > 0 && (
        <Notice kind="warn">
          {words.missing(missing.map((field) => words.names[field].toLowerCase()).join(', '))}
        </Notice>
      )}
      {missing.length === 0 && lacksCurrency && <Notice kind="warn">{words.currencyMissing}</Notice>}
    </Section>
  );
}

function FieldRow({
  field,
  file,
  mapping,
  onMap,
}: {
  field: Field;
  file: LedgerFile;
  mapping: Mapping;
  onMap: (field: Field, column: string) => void;
}) {
  const id = `import-${field}`;
  const samples = [...new Set(samplesOf(file, mapping, [field]))].slice(0, SHOWN_SAMPLES);
  return (
    <li className="imports-field">
      <label htmlFor={id}>
        {words.names[field]}{' '}
        {REQUIRED.includes(field) && mapping[field] === undefined && (
          <Chip kind="warn">{words.required}</Chip>
        )}
      </label>
      <select
        id={id}
        className="input"
        value={mapping[field] ?? ''}
        onChange={(event) => onMap(field, event.target.value)}
      >
        <option value="">{words.none}</option>
        {file.header.map((name, index) => (
          <option key={index} value={index}>
            {name}
          </option>
        ))}
      </select>
      <span className="imports-samples muted">{samples.join(' · ')}</span>
    </li>
  );
}
