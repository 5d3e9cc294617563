import { EmbeddedPostgresError } from './errors.js';
import { userName } from './programs/server-account.js';

const PERMISSION_ERRORS = ['EACCES', 'EPERM', 'EROFS'];

/** Names user and path in the file system's permission errors, and appends the application's hint. */
export async function explainFailure(
  error: unknown,
  { dataDir, hint }: { dataDir?: string; hint?: string },
): Promise<unknown> {
  const explained = await explainPermissions(error, dataDir);
  if (!(explained instanceof EmbeddedPostgresError) || !hint) return explained;
  const { code, message, cause } = explained;
  return new EmbeddedPostgresError(code, `${message}\n${hint}`, { cause });
}

async function explainPermissions(error: unknown, dataDir: string | undefined): Promise<unknown> {
  const { code = '', path = dataDir } = error as NodeJS.ErrnoException;
  if (!PERMISSION_ERRORS.includes(code) || path === undefined) return error;
  return new EmbeddedPostgresError(
    'PERMISSION_DENIED',
    `The user ${await userName(process.getuid!())} may not use ${path} (${code}): ` +
      'choose another data directory, or run as the owner of this one.',
    { cause: error },
  );
}
