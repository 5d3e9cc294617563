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
  description: 'The `ETag` of the action as you read it: a change in the meantime is answered 412.',
});

export const LINK = {
  Link: {
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
