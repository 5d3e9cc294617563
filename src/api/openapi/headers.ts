import { ApiHeader } from '@nestjs/swagger';
import { IDEMPOTENCY_KEY_FORMAT } from '../../operations/idempotency.js';
import { LIMITS } from '../../limits.js';
import { IF_MATCH_FORMAT } from '../request/request-headers.js';

/** Descriptions of request and response headers. */

const TEXT = { type: 'string' as const };
const textLike = ({ source }: RegExp) => ({ ...TEXT, pattern: source });

export const IDEMPOTENCY_KEY = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  schema: textLike(IDEMPOTENCY_KEY_FORMAT),
  description:
    'Makes a retry safe: 1 to 255 printable ASCII characters that you choose, a new key for each intended change. For 24 hours, ' +
    'the same request with the same key gets the stored response, with `Idempotency-Replayed: true`, and changes nothing. The ' +
    'order of the members of a JSON object makes no difference. A token stores at most ' +
    `${LIMITS.storedResponses.token.toLocaleString('en')} responses, or ${LIMITS.storedResponseBytes.token / 1024 ** 3} GiB, in 24 hours, ` +
    'and all tokens of a company twice as much; further keys get 429.',
});

export const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: false,
  schema: textLike(IF_MATCH_FORMAT),
  description:
    'The `ETag` of the action as you read it, or its `version` in double quotes. If the action has changed since, the response ' +
    'is 412. A weak tag, such as `W/"2"`, counts like `"2"`.',
});

/** On every response. */
export const REQUEST_ID = {
  'X-Request-Id': {
    required: true,
    description: 'The id of the request: the `X-Request-Id` that you sent, or a new one.',
    schema: TEXT,
  },
};

export const ETAG = {
  ETag: {
    required: true,
    description:
      'The `version` of the action in double quotes, for `If-Match`. Lists and bulk results have no `ETag`: there, use ' +
      '`If-Match: "<version>"`.',
    schema: TEXT,
  },
};

export const REPLAYED = {
  'Idempotency-Replayed': {
    required: false,
    description:
      '`true` if this is the stored response to an earlier request with the same `Idempotency-Key`.',
    schema: TEXT,
  },
};

export const ATTACHMENT = {
  'Content-Disposition': {
    required: false,
    description: 'For CSV and exports: the name of the file.',
    schema: TEXT,
  },
};

const LINK = {
  Link: {
    required: true,
    description: 'The first, previous, next and last page (RFC 8288), relative to the URL of the request.',
    schema: TEXT,
  },
};

/** @param isExported whether the list is also available by cursor and as an export */
export const linkHeader = (isExported: boolean): typeof LINK =>
  isExported
    ? {
        Link: {
          ...LINK.Link,
          required: false,
          description: `${LINK.Link.description} With \`cursor\`: the first and the next page. Exports have none.`,
        },
      }
    : LINK;

export const LOCATION = {
  Location: {
    required: false,
    description: 'The path of the job. Absent from a stored response, whose `id` tells it.',
    schema: TEXT,
  },
};

/** On every response to a request with a token, unless rate limiting is off. */
export const RATE_LIMIT = {
  RateLimit: {
    description:
      'The requests that the token has left (`r`), and the seconds until the limit is reset (`t`).',
    schema: TEXT,
  },
  'RateLimit-Policy': {
    description: 'The rate limit of the token: requests (`q`) in a window of seconds (`w`).',
    schema: TEXT,
  },
};
