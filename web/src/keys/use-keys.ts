import { useEffect, useRef } from 'react';
import { texts } from '../texts/texts.js';
import { useCommands } from './commands.js';
import { isCovered } from './covered.js';
import { isKey, KEYS, type KeyName } from './keys.js';
import { areShortcutsOn } from './shortcuts.js';

const NAMES = Object.keys(KEYS) as KeyName[];

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button])'));

/** What each key does; a key without a handler does nothing. */
export type KeyHandlers = Partial<Record<KeyName, (() => void) | undefined>>;

/**
 * Calls a handler when its key is pressed, as long as the component is mounted, and offers it in the command palette. Listens on
 * the window in the capture phase, before any control. Keys with a modifier act while typing, too.
 */
export function useKeys(handlers: KeyHandlers): void {
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useCommands(commandsOf(handlers));
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = NAMES.find((key) => current.current[key] && isKey(event, key));
      if (!name) return;
      if (isCovered() || (name !== 'palette' && (!areShortcutsOn() || isTyping(event.target)))) return;
      event.preventDefault();
      event.stopPropagation();
      current.current[name]!();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}

/** The palette needs no entry for itself. */
const commandsOf = (handlers: KeyHandlers) =>
  NAMES.flatMap((key) => {
    const run = handlers[key];
    return run && key !== 'palette' ? [{ name: texts.keys.names[key], key, run }] : [];
  });
