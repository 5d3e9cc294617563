export const keys = {
  title: 'Keyboard shortcuts',
  /** What each key does, in the help and in the command palette. */
  names: {
    next: 'Next action',
    previous: 'Previous action',
    select: 'Select the action',
    edit: 'Edit the text',
    approve: 'Approve',
    reject: 'Reject',
    snooze: 'Snooze',
    undo: 'Undo the approval',
    search: 'Search the list',
    help: 'Keyboard shortcuts',
    palette: 'Go to a page, a customer or an invoice',
  },
  groups: { move: 'Move', decide: 'Decide', find: 'Find' },
  others: 'Tab moves through everything else, Enter opens, Escape closes.',
  single: 'Shortcuts of a single letter',
  singleHint: 'Turn them off if you dictate, or if another program needs the letters.',
  close: 'Close',
};
