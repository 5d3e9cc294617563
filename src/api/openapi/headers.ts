import { ApiHeader } from '@nestjs/swagger';

/** The headers that operations hear and say, as the document tells of them. */

const TEXT = { type: 'string' as const };

export const IDEMPOTENCY_KEY = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description:
    '1 to 255 printable ASCII characters of your choice, new for every intent. The same key with the same request gets ' +
    'the same stored answer for 24 hours, with `Idempotency-Replayed: true`, and has no second effect.',
});

export const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: false,
  description:
    'The `ETag` of the action as you read it, or its `version` in double quotes: a change in the meantime is answered 412.',
});

/** Of every answer. */
export const REQUEST_ID = {
  'X-Request-Id': {
    required: true,
    description: 'The name of the request: your own, where you sent one.',
    schema: TEXT,
  },
};

export const ETAG = {
  ETag: {
    required: true,
    description:
      'The `version` of the action in double quotes, for `If-Match`. Whoever has read it in a list or in the answer to a bulk ' +
      'command may send `If-Match: "<version>"` as well.',
    schema: TEXT,
  },
};

export const REPLAYED = {
  'Idempotency-Replayed': {
    required: false,
    description: '`true` where the answer is the stored one, and nothing was done again.',
    schema: TEXT,
  },
};

export const ATTACHMENT = {
  'Content-Disposition': { required: false, description: 'With CSV: a name for the file.', schema: TEXT },
};

export const LINK = {
  Link: {
    required: true,
    description: 'Where the first, previous, next and last page are (RFC 8288), relative to the request.',
    schema: TEXT,
  },
};

/** Of every answer to a token, while the limit is on. */
export const RATE_LIMIT = {
  RateLimit: {
    description: 'The requests that the token has left (`r`) and the seconds until it has all again (`t`).',
    schema: TEXT,
  },
  'RateLimit-Policy': {
    description: 'The requests that a token may make (`q`) in so many seconds (`w`).',
    schema: TEXT,
  },
};
