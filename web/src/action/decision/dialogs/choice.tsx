import type { ReactNode } from 'react';
import './dialogs.css';

interface Props {
  children: ReactNode;
  /** The digit key that chooses it; null if none does. */
  digit: number | null;
  isFirst: boolean;
  isDisabled?: boolean;
  isPressed?: boolean;
  onChoose: () => void;
}

/** One of the answers in a dialog of the decision bar. */
export function Choice({ children, digit, isFirst, isDisabled, isPressed, onChoose }: Props) {
  return (
    <button
      type="button"
      className="decision-choice"
      data-autofocus={isFirst || undefined}
      disabled={isDisabled}
      aria-pressed={isPressed || undefined}
      aria-keyshortcuts={digit === null ? undefined : String(digit)}
      onClick={onChoose}
    >
      {digit !== null && <kbd aria-hidden="true">{digit}</kbd>}
      {children}
    </button>
  );
}
