import { snakeCase } from 'typeorm/util/StringUtils.js';
import {
  AUDITED_COLUMNS,
  type AuditedAction,
  type AuditedEntry,
  ENTRY_COLUMNS,
} from '../../actions/store/log/audit-rows.js';

type Values = Record<string, unknown>;

export const entryLine = (entry: AuditedEntry): string => toLine(ENTRY_COLUMNS, entry);
export const actionLine = (action: AuditedAction): string => toLine(AUDITED_COLUMNS, action);

/** JSON with the names of the database's columns. Times are in UTC, numbers beyond JavaScript's are text. */
function toLine<Name extends string>(columns: readonly Name[], row: Partial<Record<Name, unknown>>): string {
  return JSON.stringify(Object.fromEntries(columns.map((column) => [snakeCase(column), row[column]])));
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumbered = (value: unknown): boolean =>
  isText(value) && /^\d{1,16}$/.test(value as string) && Number.isSafeInteger(Number(value));
const isDigest = (value: unknown): boolean => isText(value) && /^[0-9a-f]{64}$/.test(value as string);

/** Undefined if the line is no entry: verification must not fail with an exception on a file that was changed. */
export function parseEntry(line: string): AuditedEntry | undefined {
  const entry = fromLine(ENTRY_COLUMNS, ['createdAt'], [], line);
  if (!entry) return undefined;
  const { id, actionId, seq, hash, changes } = entry;
  const isValid =
    isText(id) &&
    isText(actionId) &&
    isNumbered(seq) &&
    isDigest(hash) &&
    (changes === null || (isObject(changes) && Object.values(changes as Values).every(isObject)));
  return isValid ? (entry as unknown as AuditedEntry) : undefined;
}

/** Undefined if the line is no action. */
export function parseAction(line: string): AuditedAction | undefined {
  const times = ['createdAt', 'updatedAt', 'scheduledFor'];
  const nullableTimes = ['expiresAt', 'editedAt', 'executedAt', 'deletedAt', 'responseDeadline'];
  const action = fromLine(AUDITED_COLUMNS, times, nullableTimes, line);
  if (!action) return undefined;
  const { id, metadata, version, confidence } = action;
  const isValid =
    isText(id) &&
    isObject(metadata) &&
    Number.isInteger(version) &&
    (confidence === null || typeof confidence === 'number');
  return isValid ? (action as unknown as AuditedAction) : undefined;
}

function fromLine(
  columns: readonly string[],
  times: readonly string[],
  nullableTimes: readonly string[],
  line: string,
): Values | undefined {
  const parsed = parseJson(line);
  if (!isObject(parsed)) return undefined;
  const row = Object.fromEntries(
    columns.map((column) => [column, (parsed as Values)[snakeCase(column)] ?? null]),
  );
  for (const column of [...times, ...nullableTimes]) {
    if (row[column] === null && nullableTimes.includes(column)) continue;
    const time = new Date(row[column] as string);
    if (!isText(row[column]) || Number.isNaN(time.getTime())) return undefined;
    row[column] = time;
  }
  return row;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
