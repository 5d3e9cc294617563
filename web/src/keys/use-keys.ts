import { useEffect, useRef } from 'react';
import { isKey, type KeyName } from './keys.js';
import { areShortcutsOn } from './shortcuts.js';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button])'));

/** An open dialog or menu has the keyboard to itself. */
const isCovered = (): boolean =>
  document.querySelector('[role=dialog], [role=alertdialog], [role=menu], [role=listbox][data-trigger]') !==
  null;

/**
 * Calls a handler when its key is pressed, as long as the component is mounted. Listens on the window in the capture phase,
 * because React Aria's collections keep keys to themselves. Keys with a modifier act while typing, too.
 */
export function useKeys(handlers: Partial<Record<KeyName, () => void>>): void {
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = (Object.keys(current.current) as KeyName[]).find((key) => isKey(event, key));
      if (!name) return;
      if (name !== 'palette' && (!areShortcutsOn() || isTyping(event.target) || isCovered())) return;
      event.preventDefault();
      event.stopPropagation();
      current.current[name]!();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}
