import type { Request } from 'express';
import type { ListQuery } from '../../input/list.query.js';
import { DomainError } from '../../problems/domain-error.js';

/** The content types of the formats in which a list is exported. */
const EXPORT_TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;
export type ExportFormat = keyof typeof EXPORT_TYPES;

const WHOLE = 'all rows of the list';
const FIXED = 'the same columns for everybody';

/**
 * The format in which a request exports a list: by the parameter `format`, otherwise by the header Accept. Null for a page as JSON.
 * @throws DomainError invalid if the request names a page of an export
 */
export function exportFormatOf(request: Request, query: ListQuery): ExportFormat | null {
  const accepted = request.accepts(['application/json', ...Object.values(EXPORT_TYPES)]);
  const negotiated = Object.entries(EXPORT_TYPES).find(([, type]) => type === accepted)?.[0] ?? 'json';
  const format = query.format ?? (negotiated as ExportFormat | 'json');
  if (format === 'json') return null;
  const parts = { page: WHOLE, cursor: WHOLE, count: WHOLE, ...(format === 'csv' && { fields: FIXED }) };
  const errors = Object.entries(parts)
    .filter(([field]) => query[field as keyof ListQuery] !== undefined)
    .map(([field, reason]) => ({
      in: 'query' as const,
      field,
      code: 'export',
      detail: `${field} is not available with ${format}, which has ${reason}.`,
    }));
  if (errors.length > 0) throw DomainError.invalid(errors);
  return format;
}

export const contentTypeOf = (format: ExportFormat): string => `${EXPORT_TYPES[format]}; charset=utf-8`;
