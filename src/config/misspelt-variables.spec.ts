import { describe, expect, it } from '@jest/globals';
import { misspeltVariables } from './misspelt-variables.js';

const OURS = ['PORT', 'DATABASE_URL', 'RATE_LIMIT_PER_MINUTE', 'TRUST_PROXY', 'CORS_ORIGINS'];

describe('misspeltVariables', () => {
  it.each([
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['database_url', 'DATABASE_URL'],
    ['RATE_LIMITS_PER_MINUTES', 'RATE_LIMIT_PER_MINUTE'],
    ['TRUSTED_PROXY', 'TRUST_PROXY'],
    ['CORS_ORIGIN', 'CORS_ORIGINS'],
  ])('takes %s for %s', (name, meant) => {
    expect(misspeltVariables({ [name]: '1' }, OURS)).toEqual([{ name, meant }]);
  });

  it.each(['DATABASE_POOL', 'DATABASE_HOST', 'PROXY', 'POST', 'PATH', 'RATE_LIMIT_PER_HOUR'])(
    'takes %s for no other variable',
    (name) => {
      expect(misspeltVariables({ [name]: '1' }, OURS)).toEqual([]);
    },
  );

  it('reports nothing about a variable that is set, or about an empty one', () => {
    expect(misspeltVariables({ DATABASE_URL: 'a', DATABASE_URI: 'b', TRUSTED_PROXY: '' }, OURS)).toEqual([]);
  });
});
