import type { HTMLInputTypeAttribute } from 'react';
import { Field } from '../controls/field.js';
import type { SectionProps } from './settings-editor.js';
import { fieldError, type Form } from './settings-form.js';

type TextName = { [Name in keyof Form]: Form[Name] extends string ? Name : never }[keyof Form];

/** A setting that is one line of text. */
export function TextSetting({
  name,
  label,
  hint,
  type = 'text',
  error,
  form,
  set,
  fields,
}: SectionProps & {
  name: TextName;
  label: string;
  hint?: string;
  type?: HTMLInputTypeAttribute;
  /** Only if the field of the API has another name. */
  error?: string;
}) {
  return (
    <Field label={label} hint={hint} error={error ?? fieldError(fields, name)}>
      {(props) => (
        <input
          {...props}
          className="input"
          type={type}
          autoComplete="off"
          value={form[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}
