import { cursorAt } from './cursor.js';
import type { EventType } from './event-types.js';

/** An event in the feed. */
export interface EventRow {
  position: string;
  id: string;
  companyId: string;
  type: EventType;
  actionId: string | null;
  actor: string;
  requestId: string | null;
  createdAt: Date;
  /** JSON. */
  data: string;
}

/** An event as feed, stream and webhooks send it. Its data is already JSON, and is not parsed to be written again. */
export function eventJson({ data, ...event }: EventRow): string {
  const head = JSON.stringify({
    id: event.id,
    type: event.type,
    created_at: event.createdAt.toISOString(),
    company_id: event.companyId,
    actor: event.actor,
    request_id: event.requestId,
    cursor: cursorAt(event.position),
  });
  return `${head.slice(0, -1)},"data":${data}}`;
}
