import { plural } from '../plural.js';

const actions = (count: number) => plural(count, { one: '# action', other: '# actions' });

/** Decisions about several actions. */
export const selection = {
  label: 'Selected actions',
  selected: (count: number) => plural(count, { one: '# selected', other: '# selected' }),
  all: (count: number) => plural(count, { one: 'Select all # loaded', other: 'Select all # loaded' }),
  approve: 'Approve',
  reject: 'Reject…',
  clear: 'Clear',
  ended: 'The selection has ended, because the list is another one now.',
  approving: 'Approving',
  rejecting: 'Rejecting',
  title: actions,
  rejectTitle: (count: number) => `Reject ${actions(count)}`,
  results: {
    approve: (done: number, failed: number) =>
      `${plural(done, { one: '# action was approved', other: '# actions were approved' })}, ${plural(failed, { one: '# was not', other: '# were not' })}`,
    reject: (done: number, failed: number) =>
      `${plural(done, { one: '# action was rejected', other: '# actions were rejected' })}, ${plural(failed, { one: '# was not', other: '# were not' })}`,
  },
  close: 'Close',
};
