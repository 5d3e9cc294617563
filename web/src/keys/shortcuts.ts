const STORED = 'daybook.shortcuts';

/** Whether single keys act. People who dictate turn them off (WCAG 2.2, 2.1.4); the choice stays in the browser. */
export const areShortcutsOn = (): boolean => localStorage.getItem(STORED) !== 'off';

export const turnShortcuts = (state: 'on' | 'off'): void => localStorage.setItem(STORED, state);
