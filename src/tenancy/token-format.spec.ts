import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { mintSecret, mintToken, parseSecret, parseToken, sameDigest } from './token-format.js';

describe('a token', () => {
  const id = uuidv7();
  const { token, secretSha256 } = mintToken(id);

  it('is parsed into its id and the digest of its secret', () => {
    expect(parseToken(token)).toEqual({ id, secretSha256 });
  });

  it('has a new random secret each time, even for the same id', () => {
    expect(mintToken(id).token).not.toBe(token);
    expect(sameDigest(mintToken(id).secretSha256, secretSha256)).toBe(false);
  });

  it('does not contain its digest', () => {
    expect(token).not.toContain(secretSha256);
  });

  it.each([
    ['another prefix', token.replace('dbk_', 'ghp_')],
    ['a changed character', token.slice(0, 20) + (token[20] === 'A' ? 'B' : 'A') + token.slice(21)],
    ['a missing character', token.slice(0, -1)],
    ['an extra character', `${token}A`],
    ['no characters', ''],
  ])('with %s is rejected without a query', (_, broken) => {
    expect(parseToken(broken)).toBeUndefined();
  });

  it('is no secret of another kind', () => {
    expect(parseSecret('session', token)).toBeUndefined();
    expect(parseToken(mintSecret('session', id).secret)).toBeUndefined();
    expect(parseSecret('link', mintSecret('session', id).secret)).toBeUndefined();
    const { secret, secretSha256 } = mintSecret('link', id);
    expect(parseSecret('link', secret)).toEqual({ id, secretSha256 });
  });
});
