/** The keys of the page: the one table from which handlers, hints on buttons and the help derive. */
export const KEYS = {
  next: 'j',
  previous: 'k',
  select: 'x',
  edit: 'e',
  approve: 'a',
  reject: 'r',
  snooze: 's',
  undo: 'z',
  search: '/',
  help: '?',
  palette: 'Mod+k',
} as const;

export type KeyName = keyof typeof KEYS;

const IS_APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The key as people see it, such as `A` or `Ctrl K`. */
export const keyLabel = (name: KeyName): string =>
  KEYS[name].replace('Mod+', IS_APPLE ? '⌘ ' : 'Ctrl ').replace(/\w$/, (letter) => letter.toUpperCase());

/** Whether the event is the key: single characters without modifiers (but Shift, which `?` needs on most keyboards). */
export function isKey(event: KeyboardEvent, name: KeyName): boolean {
  const needsMod = KEYS[name].startsWith('Mod+');
  const hasMod = IS_APPLE ? event.metaKey : event.ctrlKey;
  const key = KEYS[name].replace('Mod+', '');
  if (event.altKey || hasMod !== needsMod || (!needsMod && (event.ctrlKey || event.metaKey))) return false;
  return event.key.toLowerCase() === key;
}
