import { SetMetadata } from '@nestjs/common';

export const BULK = 'daybook:bulk';

/** How the numbers of a body are read: `exact` makes texts of those that JavaScript would round, as amounts have to be. */
export type Numbers = 'exact' | 'plain';

/** For a handler that moves many rows at once: its body may be larger, and its answer may take longer (see LIMITS). */
export const Bulk = (numbers: Numbers = 'exact') => SetMetadata(BULK, numbers);
