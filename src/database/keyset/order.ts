/** How a value of a column is written into a cursor as text, and read from it without loss. */
interface KeyType {
  text(column: string): string;
  value(parameter: string): string;
  /** Only texts that `value` accepts: PostgreSQL would report others as an error of the server. */
  pattern: RegExp;
}

const KEY_TYPES = {
  uuid: {
    text: (column) => `${column}::text`,
    value: (parameter) => `${parameter}::uuid`,
    pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  },
  integer: {
    text: (column) => `${column}::text`,
    value: (parameter) => `${parameter}::bigint`,
    pattern: /^-?\d{1,18}$/,
  },
  numeric: {
    text: (column) => `${column}::text`,
    value: (parameter) => `${parameter}::numeric`,
    pattern: /^-?\d{1,40}(\.\d{1,40})?$/,
  },
  text: {
    text: (column) => column,
    value: (parameter) => `${parameter}::text`,
    pattern: /^[^\0]*$/,
  },
  /** Days since 1970. */
  date: {
    text: (column) => `(${column} - DATE 'epoch')::text`,
    value: (parameter) => `(DATE 'epoch' + ${parameter}::int)`,
    pattern: /^-?\d{1,6}$/,
  },
  /** Microseconds since 1970, in which PostgreSQL stores times. */
  time: {
    text: (column) => `(extract(epoch FROM ${column}) * 1000000)::bigint::text`,
    value: (parameter) => `(timestamptz 'epoch' + ${parameter}::bigint * interval '1 microsecond')`,
    pattern: /^-?\d{1,17}$/,
  },
} satisfies Record<string, KeyType>;

export interface OrderColumn {
  column: string;
  type: keyof typeof KEY_TYPES;
  isDescending?: boolean;
  /** Rows without a value come last. */
  isNullable?: boolean;
}

/** A total order: the last column is unique. */
export type Order = readonly OrderColumn[];

/** The place of a row in an order: the values of its columns as text. */
export type Place = readonly (string | null)[];

/** SQL: the list for ORDER BY. */
export const orderSql = (order: Order): string =>
  order
    .map(
      ({ column, isDescending, isNullable }) =>
        `${column}${isDescending ? ' DESC' : ''}${isNullable ? ' NULLS LAST' : ''}`,
    )
    .join(', ');

/** SQL: the place of a row, as a JSON list. */
export const placeSql = (order: Order): string =>
  `json_build_array(${order.map(({ column, type }) => KEY_TYPES[type].text(column)).join(', ')})`;

/** Whether a value from outside can be a place in the order. */
export const isPlace = (value: unknown, order: Order): value is Place =>
  Array.isArray(value) &&
  value.length === order.length &&
  order.every(({ type, isNullable }, index) => {
    const key: unknown = value[index];
    return key === null ? isNullable === true : typeof key === 'string' && KEY_TYPES[type].pattern.test(key);
  });

/**
 * SQL conditions that together select the rows after a place, and none of which selects a row of another. Each is a range of an index on
 * the columns, the nearest rows first. One condition with OR would read all rows with an equal first column again for each page.
 */
export function conditionsAfter(order: Order, place: Place, bind: (value: unknown) => string): string[] {
  const values = order.map(({ type }, index) => {
    const key = place[index]!;
    return key === null ? null : KEY_TYPES[type].value(bind(key));
  });
  const conditions: string[] = [];
  for (let end = order.length; end > 0;) {
    const start = startOfRange(order, end);
    const before = order.slice(0, start).map((one, index) => equals(one, values[index]!));
    const after = isAfter(order.slice(start, end), values.slice(start, end));
    if (after !== null) conditions.push([...before, after].join(' AND '));
    end = start;
  }
  return conditions;
}

/** The first of the columns up to `end` that can be compared as one row: all in one direction, and without null. */
function startOfRange(order: Order, end: number): number {
  const last = order[end - 1]!;
  let start = end - 1;
  while (start > 0 && isComparable(order[start - 1]!, last)) start -= 1;
  return start;
}

const isComparable = (a: OrderColumn, b: OrderColumn): boolean =>
  !a.isNullable && !b.isNullable && (a.isDescending ?? false) === (b.isDescending ?? false);

const equals = ({ column }: OrderColumn, value: string | null): string =>
  value === null ? `${column} IS NULL` : `${column} = ${value}`;

/** Null if no row can be after the values. */
function isAfter(range: Order, values: (string | null)[]): string | null {
  const [{ isDescending, isNullable, column }] = range as [OrderColumn];
  const comparison = isDescending ? '<' : '>';
  if (isNullable)
    return values[0] === null ? null : `(${column} ${comparison} ${values[0]} OR ${column} IS NULL)`;
  return `(${range.map((one) => one.column).join(', ')}) ${comparison} (${values.join(', ')})`;
}
