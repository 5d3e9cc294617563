import type { Problem } from '@daybook/client';

/** An answer of the API that is no success, or no answer at all. */
export class ApiError extends Error {
  constructor(
    /** The HTTP status; 0 if there was no answer. */
    readonly status: number,
    /** The error code of the API, such as `version_conflict`; `offline` if there was no answer. */
    readonly code: string,
    /** The sentence of the API. */
    readonly detail: string,
    /** The invalid fields, by name. */
    readonly fields: Readonly<Record<string, string>> = {},
    /** How long the API asks to wait, in seconds; null if it does not. */
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
    this.name = 'ApiError';
  }

  /** Whether the same request may succeed later: no answer, too many requests, or a server that is busy or restarting. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }

  /** @param body the problem document, or whatever a proxy answered instead */
  static from(body: unknown, response: Response | undefined): ApiError {
    if (!response) return new ApiError(0, 'offline', body instanceof Error ? body.message : '');
    const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
    const fields = Object.fromEntries((problem.errors ?? []).map(({ field, detail }) => [field, detail]));
    const retryAfter = Number(response.headers.get('Retry-After')) || null;
    const { code = 'unknown', detail = response.statusText } = problem;
    return new ApiError(response.status, code, detail, fields, retryAfter);
  }
}
