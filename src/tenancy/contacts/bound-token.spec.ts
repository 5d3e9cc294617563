import { describe, expect, it } from '@jest/globals';
import { type AccessRole, ACCESS_ROLE_NAMES, mayDecide, scopesOf } from './access-roles.js';
import { boundAccess, checkBoundScopes } from './bound-token.js';

const contact = { id: 'c', name: 'Dana Whitfield' };

describe('the roles of contacts', () => {
  it.each<[AccessRole, string[], boolean]>([
    ['viewer', ['read'], false],
    ['decider', ['read', 'decide'], true],
    ['admin', ['read', 'decide', 'ledger', 'propose', 'admin'], true],
  ])('give a %s the scopes %j', (role, scopes, decides) => {
    expect(scopesOf(role)).toEqual(scopes);
    expect(mayDecide(role)).toBe(decides);
    expect(ACCESS_ROLE_NAMES).toEqual(['viewer', 'decider', 'admin']);
  });

  it('let contacts without access be named as deciders, but give them no scopes', () => {
    expect(mayDecide(null)).toBe(true);
    expect(scopesOf(null)).toEqual([]);
  });
});

describe('a token that is bound to a contact', () => {
  it('has those of its scopes that the role has now', () => {
    expect(boundAccess(['read', 'decide'], { ...contact, role: 'viewer' })?.scopes).toEqual(['read']);
    expect(boundAccess(['read'], { ...contact, role: 'admin' })?.scopes).toEqual(['read']);
  });

  it('proves the contact', () => {
    expect(boundAccess(['read'], { ...contact, role: 'decider' })?.contact).toEqual({
      ...contact,
      proof: 'token',
    });
  });

  it('is refused without access', () => {
    expect(boundAccess(['read'], { ...contact, role: null })).toBeNull();
    expect(boundAccess(['read'], { id: 'c', name: null, role: null })).toBeNull();
  });

  it.each<[AccessRole | null, RegExp]>([
    ['viewer', /Dana Whitfield is viewer, .* not decide\.$/],
    [null, /has no access/],
  ])('cannot be created with more scopes than a contact with the role %s has', (role, message) => {
    expect(() => checkBoundScopes(['read', 'decide'], contact.name, role)).toThrow(message);
  });
});
