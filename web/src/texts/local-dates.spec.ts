import { expect, it } from '@jest/globals';
import { day, time } from './format.js';
import { withLocalDates } from './local-dates.js';

it.each([
  ['Last contacted on 2026-11-20.', `Last contacted on ${day('2026-11-20')}.`],
  [
    'Due on 2026-11-20; it is due on 2026-12-01 now.',
    `Due on ${day('2026-11-20')}; it is due on ${day('2026-12-01')} now.`,
  ],
  ['Edited on 2026-11-20 at 08:15:30 UTC.', `Edited on ${time('2026-11-20T08:15:30Z')}.`],
  ['On hold until 2026-11-20T08:15:30.000Z.', `On hold until ${time('2026-11-20T08:15:30Z')}.`],
  ['No day: 2026-13-45, INV-2026-11-201, 12026-11-20.', 'No day: 2026-13-45, INV-2026-11-201, 12026-11-20.'],
])('writes the dates of "%s" as the browser does', (sentence, written) => {
  expect(withLocalDates(sentence)).toBe(written);
  expect(day('2026-11-20')).not.toBe('2026-11-20');
});
