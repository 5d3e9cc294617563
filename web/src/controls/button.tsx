import { Button as AriaButton, type ButtonProps } from 'react-aria-components';
import { type KeyName, keyLabel } from '../keys/keys.js';
import './button.css';

interface Props extends Omit<ButtonProps, 'className' | 'style' | 'children'> {
  children: React.ReactNode;
  /** `primary` decides, `danger` declines or deletes, `plain` has no border. */
  kind?: 'primary' | 'danger' | 'plain' | 'default';
  /** The key that does the same, as a hint. */
  hint?: KeyName;
}

export function Button({ children, kind = 'default', hint, ...props }: Props) {
  return (
    <AriaButton {...props} className={`button button-${kind}`} aria-keyshortcuts={hint && keyLabel(hint)}>
      {children}
      {hint && <kbd aria-hidden="true">{keyLabel(hint)}</kbd>}
    </AriaButton>
  );
}
