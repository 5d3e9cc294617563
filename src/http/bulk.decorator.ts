import { SetMetadata } from '@nestjs/common';

export const BULK = 'daybook:bulk';

/** For a handler that moves many rows at once: its body may be larger, and its answer may take longer (see LIMITS). */
export const Bulk = () => SetMetadata(BULK, true);
