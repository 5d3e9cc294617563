import { DateInput } from '../../../input/fields.js';
import { LIMITS } from '../../../limits.js';

const { max, default: byDefault } = LIMITS.figureDays;

export class FiguresQuery {
  @DateInput({
    description: `The first day, at most ${max - 1} days before \`to\`. Without both, the last ${byDefault} days.`,
  })
  from?: string;

  @DateInput({ description: 'The last day. Defaults to today. Only with `from`.' })
  to?: string;
}
