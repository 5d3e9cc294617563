import { SetMetadata } from '@nestjs/common';

export const BULK = 'daybook:bulk';

export interface BulkBody {
  /**
   * Whether numbers with more digits than a double holds are read as strings, so that amounts stay exact. Otherwise they are
   * rounded, or rejected if they are integers (see shape.ts).
   */
  exactNumbers?: true;
}

/** For a handler that processes many rows: its body may be larger, and its deadline is later (see LIMITS). */
export const Bulk = (body: BulkBody = {}) => SetMetadata(BULK, body);
