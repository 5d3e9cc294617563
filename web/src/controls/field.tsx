import { type ReactNode, useId } from 'react';
import './field.css';

interface ControlProps {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}

/** A control with its label above it, a hint, and what is wrong with it. Pass the props on to the control. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: ReactNode;
  /** A sentence; absent if the value is fine. */
  error?: string;
  children: (props: ControlProps) => ReactNode;
}) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <div className="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <div className="field-error" id={`${id}-error`} role="alert">
          {error}
        </div>
      )}
    </div>
  );
}

/** A box to tick, with its label beside it. */
export function Tick({
  label,
  hint,
  error,
  ...props
}: {
  label: ReactNode;
  hint?: string;
  error?: string;
} & Omit<React.ComponentProps<'input'>, 'type'>) {
  const id = useId();
  return (
    <div className="field">
      <label className="tick">
        <input
          {...props}
          type="checkbox"
          aria-describedby={hint || error ? id : undefined}
          aria-invalid={error ? true : undefined}
        />
        <span>{label}</span>
      </label>
      {(hint || error) && (
        <div id={id} className={error ? 'field-error' : 'field-hint'}>
          {error ?? hint}
        </div>
      )}
    </div>
  );
}
