import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { parse as parseUuid, stringify as stringifyUuid } from 'uuid';

/** Lets secret scanners recognise tokens, the secrets of sessions, and those of one-time links. */
const PREFIXES = { token: 'dbk_', session: 'dbs_', link: 'dbl_' } as const;
export type SecretKind = keyof typeof PREFIXES;

/** Matches the start of any secret, which must not be logged. */
export const SECRET_PREFIX = /db[ksl]_/;
const ID_BYTES = 16;
const SECRET_BYTES = 32;
const CHECKSUM_BYTES = 4;

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
const checksum = (bytes: Buffer): Buffer => sha256(bytes).subarray(0, CHECKSUM_BYTES);

export interface SecretParts {
  id: string;
  secretSha256: string;
}

/** Creates a text with this id and a secret of 256 random bits. Only the digest of the secret may be stored. */
export function mintSecret(kind: SecretKind, id: string): SecretParts & { secret: string } {
  const body = Buffer.concat([parseUuid(id), randomBytes(SECRET_BYTES)]);
  const secret = PREFIXES[kind] + Buffer.concat([body, checksum(body)]).toString('base64url');
  return { id, secret, secretSha256: sha256(body.subarray(ID_BYTES)).toString('hex') };
}

/** Parses such a text; undefined if its prefix, length or checksum is wrong, so that a mistyped one costs no query. */
export function parseSecret(kind: SecretKind, text: string): SecretParts | undefined {
  const prefix = PREFIXES[kind];
  if (!text.startsWith(prefix) || !/^[\w-]{70}$/.test(text.slice(prefix.length))) return undefined;
  const bytes = Buffer.from(text.slice(prefix.length), 'base64url');
  const body = bytes.subarray(0, ID_BYTES + SECRET_BYTES);
  if (!timingSafeEqual(checksum(body), bytes.subarray(body.length))) return undefined;
  const id = stringifyUuid(body.subarray(0, ID_BYTES));
  return { id, secretSha256: sha256(body.subarray(ID_BYTES)).toString('hex') };
}

export function mintToken(id: string): SecretParts & { token: string } {
  const { secret: token, ...parts } = mintSecret('token', id);
  return { ...parts, token };
}

export const parseToken = (token: string): SecretParts | undefined => parseSecret('token', token);

export function sameDigest(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'));
}
