import { SetMetadata } from '@nestjs/common';

export const BULK = 'daybook:bulk';

export interface BulkBody {
  /** Numbers of more digits than a double holds come as texts, for amounts; elsewhere they are rounded, or refused where they are whole (see shape.ts). */
  exactNumbers?: true;
}

/** For a handler that moves many rows at once: its body may be larger, and its answer may take longer (see LIMITS). */
export const Bulk = (body: BulkBody = {}) => SetMetadata(BULK, body);
