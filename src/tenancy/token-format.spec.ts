import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { mintToken, parseToken, sameDigest } from './token-format.js';

describe('a token', () => {
  const id = uuidv7();
  const { token, secretSha256 } = mintToken(id);

  it('comes apart into the id of its row and the digest of its secret', () => {
    expect(parseToken(token)).toEqual({ id, secretSha256 });
  });

  it('carries 256 random bits: the same id never gives the same token', () => {
    expect(mintToken(id).token).not.toBe(token);
    expect(sameDigest(mintToken(id).secretSha256, secretSha256)).toBe(false);
  });

  it('does not contain its digest', () => {
    expect(token).not.toContain(secretSha256);
  });

  it.each([
    ['another prefix', token.replace('dbk_', 'ghp_')],
    ['a letter changed', token.slice(0, 20) + (token[20] === 'A' ? 'B' : 'A') + token.slice(21)],
    ['a letter missing', token.slice(0, -1)],
    ['a letter more', `${token}A`],
    ['nothing', ''],
  ])('with %s is refused unseen', (_, broken) => {
    expect(parseToken(broken)).toBeUndefined();
  });
});
