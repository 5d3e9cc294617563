import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';

/** PostgreSQL's error, from the driver or wrapped by TypeORM; undefined for any other error. */
export function databaseErrorOf(thrown: unknown): DatabaseError | undefined {
  const error = thrown instanceof QueryFailedError ? (thrown.driverError as unknown) : thrown;
  return error instanceof DatabaseError ? error : undefined;
}
