import { useId } from 'react';

interface Props<T extends string> {
  label: string;
  value: T;
  /** The names of the values, in their order. */
  names: Readonly<Record<T, string>>;
  onChange: (value: T) => void;
}

/** One of a few, in the browser's own control, which every platform makes usable by touch, keyboard and screen reader. */
export function Choice<T extends string>({ label, value, names, onChange }: Props<T>) {
  const id = useId();
  return (
    <div className="person-choice">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value as T)}>
        {(Object.keys(names) as T[]).map((name) => (
          <option key={name} value={name}>
            {names[name]}
          </option>
        ))}
      </select>
    </div>
  );
}
