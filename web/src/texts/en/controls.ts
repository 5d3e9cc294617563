export const controls = {
  pages: 'Pages',
  previous: 'Previous',
  next: 'Next',
  range: (first: string, last: string, count: string) => `${first}–${last} of ${count}`,
  save: 'Save',
  cancel: 'Cancel',
  none: 'none',
  buckets: {
    current: 'not due',
    days_1_30: '1–30 days',
    days_31_60: '31–60 days',
    days_61_90: '61–90 days',
    days_91_plus: 'over 90 days',
  },
  aging: (currency: string) => `Open balance in ${currency} by days overdue`,
};
