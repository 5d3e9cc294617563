/** Whether a dialog is open, which has the keyboard to itself. */
export const isCovered = (): boolean => document.querySelector('dialog[open]') !== null;
