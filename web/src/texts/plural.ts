import { number } from './format.js';

/** The catalogue is English, whatever the browser's language. */
const rules = new Intl.PluralRules('en');

/** The form for the count, in which `#` stands for the count: `plural(3, { one: '# day', other: '# days' })`. */
export const plural = (count: number, forms: { one: string; other: string }): string =>
  forms[rules.select(count) === 'one' ? 'one' : 'other'].replace('#', number(count));
