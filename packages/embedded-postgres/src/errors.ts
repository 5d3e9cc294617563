/** Why a server could not be started. The README lists what each code means. */
export type EmbeddedPostgresErrorCode =
  | 'BINARIES_MISSING'
  | 'BINARIES_UNUSABLE'
  | 'NO_SERVER_ACCOUNT'
  | 'PERMISSION_DENIED'
  | 'CLUSTER_MISSING'
  | 'INITDB_FAILED'
  | 'VERSION_MISMATCH'
  | 'CLUSTER_IN_USE'
  | 'SERVER_UNREACHABLE'
  | 'START_FAILED'
  | 'START_TIMEOUT';

/** A failure that the operator of the machine can fix; the message says how. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(
    readonly code: EmbeddedPostgresErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
