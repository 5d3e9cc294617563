import { LIMITS } from '../limits.js';

/** The parameters are the company $1, the position $2 after which the page begins, its size $3, and what it is filtered by. */

export const HEAD = 'SELECT last, pruned FROM event_head WHERE company_id = $1';

/** For each type the first positions, so that a rare type is not searched among all others. */
export const PLACES = {
  all: 'SELECT position FROM event WHERE company_id = $1 AND position > $2 ORDER BY position LIMIT $3',
  types: `
    SELECT p.position FROM unnest($4::text[]) AS wanted (type) CROSS JOIN LATERAL (
      SELECT position FROM event
      WHERE company_id = $1 AND event.type = wanted.type AND position > $2 ORDER BY position LIMIT $3
    ) p ORDER BY position LIMIT $3`,
  action: `
    SELECT position FROM event
    WHERE company_id = $1 AND action_id = $4 AND position > $2 ORDER BY position LIMIT $3`,
  actionTypes: `
    SELECT position FROM event
    WHERE company_id = $1 AND action_id = $4 AND position > $2 AND type = ANY ($5) ORDER BY position LIMIT $3`,
} as const;

/** By how much PostgreSQL shrinks the JSON of an event, about. The exact length would have to be read. */
const COMPRESSION = 4;
const BYTES = `
  pg_column_size(data)::float8 * CASE WHEN pg_column_compression(data) IS NULL THEN 1 ELSE ${COMPRESSION} END`;

/** A row by its position. OFFSET 0 has PostgreSQL look it up, whatever it knows about the table. */
const rowAt = (position: string, columns: string): string => `
  CROSS JOIN LATERAL (
    SELECT ${columns} FROM event WHERE company_id = $1 AND event.position = ${position} OFFSET 0
  ) e`;

/**
 * The events at these places, until they have LIMITS.rowBytes together, but one at least; and `places`, how many there were. The
 * head comes from the same snapshot, so that every event up to it has been seen.
 */
export const pageSql = (places: string): string => `
  SELECT h.last, h.pruned, v.* FROM (${HEAD}) h LEFT JOIN LATERAL (
    SELECT slot.places::int, e.* FROM (
      SELECT p.position, count(*) OVER () AS places, row_number() OVER place AS place, sum(e.bytes) OVER place AS bytes
      FROM (${places}) p ${rowAt('p.position', `${BYTES} AS bytes`)}
      WINDOW place AS (ORDER BY p.position)
    ) slot
    ${rowAt(
      'slot.position',
      `position, id, company_id AS "companyId", type, action_id AS "actionId", actor,
       request_id AS "requestId", created_at AS "createdAt", data::text AS data`,
    )}
    WHERE slot.place = 1 OR slot.bytes <= ${LIMITS.rowBytes}
  ) v ON true ORDER BY v.position`;
