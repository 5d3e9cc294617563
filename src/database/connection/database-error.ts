import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';

/** PostgreSQL's own error, whether it comes from the driver or wrapped by TypeORM. */
export function databaseErrorOf(thrown: unknown): DatabaseError | undefined {
  const error = thrown instanceof QueryFailedError ? (thrown.driverError as unknown) : thrown;
  return error instanceof DatabaseError ? error : undefined;
}
