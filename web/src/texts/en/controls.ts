export const controls = {
  pages: 'Pages',
  previous: 'Previous',
  next: 'Next',
  range: (first: string, last: string, count: string) => `${first}–${last} of ${count}`,
  save: 'Save',
  cancel: 'Cancel',
  none: 'none',
};
