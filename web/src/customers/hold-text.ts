import type { HoldResponse } from '@daybook/client';
import { time } from '../texts/format.js';
import { texts } from '../texts/texts.js';

/** Such as "On hold until Nov 30, 2026, 8:00 AM". */
export const holdText = ({ until }: HoldResponse): string =>
  until === null ? texts.customers.onHold : texts.customers.onHoldUntil(time(until));
