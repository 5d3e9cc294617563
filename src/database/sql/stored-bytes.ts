/** By how much PostgreSQL's compression methods can shrink a value at most. */
const PGLZ_RATIO = 88;
const LZ4_RATIO = 255;

/** SQL: the bytes of a text; 0 if it is null. Does not read a long text, whose length is stored beside it. */
export const textBytesSql = (column: string): string => `coalesce(octet_length(${column}), 0)`;

/**
 * SQL: the bytes of a JSON column, or an upper bound if it was stored compressed; 0 if it is null. Does not read a long value. A
 * floating-point number, whose sums are fast and do not overflow.
 */
export const jsonBytesSql = (column: string): string => `
  coalesce(pg_column_size(${column})::float8 * CASE pg_column_compression(${column})
    WHEN 'pglz' THEN ${PGLZ_RATIO} WHEN 'lz4' THEN ${LZ4_RATIO} ELSE 1 END, 0)`;
