/** Why an attempt failed, as clients see it. Details stay inside: they could describe the network of the server. */
export const WEBHOOK_ERRORS = [
  'http_status',
  'timeout',
  'address_not_allowed',
  'dns',
  'connection_refused',
  'connection_failed',
  'tls',
  'invalid_response',
  'event_expired',
] as const;
export type WebhookError = (typeof WEBHOOK_ERRORS)[number];

const BY_CODE: Record<string, WebhookError> = {
  address_not_allowed: 'address_not_allowed',
  ABORT_ERR: 'timeout',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'dns',
  ENODATA: 'dns',
  EAI_AGAIN: 'dns',
  ESERVFAIL: 'dns',
  EREFUSED: 'dns',
  ETIMEOUT: 'dns',
  EBADNAME: 'dns',
  ECONNREFUSED: 'connection_refused',
};
const BY_PREFIX: [RegExp, WebhookError][] = [
  [/^HPE_/, 'invalid_response'],
  [/^(ERR_SSL|ERR_TLS|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME_)/, 'tls'],
];

/** The message of request-filtering-agent, whose errors have no code. */
const FILTERED = /^DNS lookup .* is not allowed\./;

export function errorCodeOf(error: unknown): WebhookError {
  const { code = '', name, message } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError') return 'timeout';
  if (FILTERED.test(message)) return 'address_not_allowed';
  return BY_CODE[code] ?? BY_PREFIX.find(([prefix]) => prefix.test(code))?.[1] ?? 'connection_failed';
}
