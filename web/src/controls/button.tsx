import { type KeyName, keyLabel } from '../keys/keys.js';
import './button.css';

interface Props extends Pick<React.ComponentProps<'button'>, `aria-${string}` & keyof React.AriaAttributes> {
  children: React.ReactNode;
  type?: 'button' | 'submit';
  /** `primary` decides, `danger` declines or deletes, `plain` has no border. */
  kind?: 'primary' | 'danger' | 'plain' | 'default';
  /** The key that does the same, as a hint. */
  hint?: KeyName;
  isDisabled?: boolean;
  /** Whether what it does is on its way: it keeps the focus, but does nothing meanwhile. */
  isPending?: boolean;
  onPress?: () => void;
}

export function Button({
  children,
  type = 'button',
  kind = 'default',
  hint,
  isDisabled,
  isPending,
  onPress,
  ...aria
}: Props) {
  return (
    <button
      {...aria}
      type={type}
      className={`button button-${kind}`}
      disabled={isDisabled}
      aria-disabled={isPending || undefined}
      aria-keyshortcuts={hint && keyLabel(hint)}
      onClick={(event) => {
        // Safari leaves the focus where it was: a dialog that opens now could not give it back.
        event.currentTarget.focus();
        if (isPending) event.preventDefault();
        else onPress?.();
      }}
    >
      {children}
      {hint && <kbd aria-hidden="true">{keyLabel(hint)}</kbd>}
    </button>
  );
}
