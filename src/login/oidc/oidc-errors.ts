import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';

/** Why a person could not log in, for the address of the page: /login?error=… */
export const LOGIN_ERRORS = {
  denied: 'The person or the provider has refused the log-in.',
  login_expired: 'The log-in took too long, or was begun in another browser.',
  provider_unavailable: 'The provider does not respond.',
  unknown_contact:
    'No contact that can log in has the identity or the verified e-mail address of the person.',
  login_failed: 'The provider sent an answer that is not valid.',
} as const;
export type LoginErrorCode = keyof typeof LOGIN_ERRORS;

/** A log-in that failed in a way that the person has to see. */
export class LoginError extends Error {
  constructor(
    readonly code: LoginErrorCode,
    options?: ErrorOptions,
  ) {
    super(LOGIN_ERRORS[code], options);
  }
}

const UNREACHABLE = [
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
];

/** What an error of openid-client means for the person. */
export function loginErrorOf(error: unknown): LoginError {
  if (error instanceof LoginError) return error;
  return new LoginError(codeOf(error), { cause: error });
}

function codeOf(error: unknown): LoginErrorCode {
  if (error instanceof AuthorizationResponseError)
    return ['server_error', 'temporarily_unavailable'].includes(error.error)
      ? 'provider_unavailable'
      : 'denied';
  if (error instanceof ResponseBodyError)
    return error.status >= 500 ? 'provider_unavailable' : 'login_failed';
  // fetch() throws TypeErrors for failed connections.
  if (error instanceof TypeError) return 'provider_unavailable';
  return error instanceof ClientError && UNREACHABLE.includes(error.code ?? '')
    ? 'provider_unavailable'
    : 'login_failed';
}
