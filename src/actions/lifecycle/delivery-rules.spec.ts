import { describe, expect, it } from '@jest/globals';
import { NOW } from '../../../test/support/action-state.js';
import { DomainError } from '../../problems/domain-error.js';
import { type Actor, SYSTEM_ACTOR } from '../../tenancy/caller.js';
import { SETTINGS, withFallbacks } from '../../settings/settings.js';
import { type DeliveryState, deliveryWayOf, newDelivery } from './delivery.js';
import { checkClaim, checkCommand, checkRelease, checkRetry, endOfDelivery } from './delivery-rules.js';

const actor = (tokenId: string, ...scopes: ('decide' | 'deliver')[]): Actor => ({
  name: 'crm',
  requestId: 'r',
  contact: null,
  token: { tokenId, scopes },
});
/** Tokens with the same name: the worker that holds the lease, another one, a person, and a client that may do both. */
const ACTORS = {
  holder: actor('1', 'deliver'),
  other: actor('2', 'deliver'),
  person: actor('3', 'decide'),
  both: actor('1', 'decide', 'deliver'),
};

const IDLE = {
  attempts: 0,
  leaseHolder: null,
  leaseTokenId: null,
  leaseToken: null,
  leaseUntil: null,
  reasonGone: null,
};
const leased = (ms: number): Partial<DeliveryState> => ({
  status: 'sending',
  leaseHolder: 'crm',
  leaseTokenId: '1',
  leaseToken: 't',
  leaseUntil: new Date(NOW.getTime() + ms),
});
const external = (state: Partial<DeliveryState>): DeliveryState => ({
  ...IDLE,
  way: 'external',
  status: 'waiting',
  ...state,
});
const builtIn = (state: Partial<DeliveryState>): DeliveryState => ({
  ...external(state),
  way: 'built_in',
  leaseTokenId: null,
});

const STATES = {
  none: undefined,
  waiting: external({}),
  held: external(leased(1)),
  expired: external(leased(0)),
  sending: builtIn(leased(1)),
  stalled: builtIn(leased(0)),
  failed: builtIn({ status: 'failed' }),
  unknown: builtIn({ status: 'unknown' }),
  pending: builtIn({}),
};
type StateName = keyof typeof STATES;

const resultOf = (check: () => void): string => {
  try {
    check();
    return 'ok';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

const [PROGRESS, LOST, SCOPE] = ['delivery_in_progress', 'lease_not_held', 'permission_denied'] as const;

describe('a command on an approved action', () => {
  it.each<[StateName, Record<keyof typeof ACTORS, string>]>([
    ['none', { holder: SCOPE, other: SCOPE, person: 'ok', both: 'ok' }],
    ['waiting', { holder: LOST, other: LOST, person: 'ok', both: 'ok' }],
    ['held', { holder: 'ok', other: PROGRESS, person: PROGRESS, both: 'ok' }],
    ['expired', { holder: 'ok', other: LOST, person: 'ok', both: 'ok' }],
    ['sending', { holder: PROGRESS, other: PROGRESS, person: PROGRESS, both: PROGRESS }],
    ['stalled', { holder: SCOPE, other: SCOPE, person: 'ok', both: 'ok' }],
    ['failed', { holder: SCOPE, other: SCOPE, person: 'ok', both: 'ok' }],
    ['unknown', { holder: SCOPE, other: SCOPE, person: 'ok', both: 'ok' }],
  ])('complete, if the delivery is %s: %j', (state, expected) => {
    for (const [name, result] of Object.entries(expected)) {
      const of = ACTORS[name as keyof typeof ACTORS];
      expect([name, resultOf(() => checkCommand('complete', STATES[state], of, NOW))]).toEqual([
        name,
        result,
      ]);
    }
  });

  it.each(Object.keys(STATES) as StateName[])('cancel and reject, if the delivery is %s', (state) => {
    const expected = ['held', 'sending'].includes(state) ? PROGRESS : 'ok';
    for (const name of ['cancel', 'reject'] as const) {
      expect(resultOf(() => checkCommand(name, STATES[state], ACTORS.person, NOW))).toBe(expected);
      expect(resultOf(() => checkCommand(name, STATES[state], ACTORS.both, NOW))).toBe(expected);
    }
  });
});

it.each<[StateName, claim: string, release: string, retry: string]>([
  ['none', 'not_claimable', LOST, 'not_retryable'],
  ['waiting', 'ok', LOST, 'not_retryable'],
  ['held', PROGRESS, PROGRESS, PROGRESS],
  ['expired', 'ok', LOST, 'not_retryable'],
  ['sending', 'not_claimable', PROGRESS, PROGRESS],
  ['stalled', 'not_claimable', LOST, 'not_retryable'],
  ['failed', 'not_claimable', LOST, 'ok'],
  ['unknown', 'not_claimable', LOST, 'ok'],
  ['pending', 'not_claimable', LOST, 'ok'],
])('a delivery that is %s: claim %s, release by another %s, retry %s', (state, claim, release, retry) => {
  const delivery = STATES[state];
  expect(resultOf(() => checkClaim(delivery, NOW))).toBe(claim);
  expect(resultOf(() => checkRelease(delivery, ACTORS.other, NOW))).toBe(release);
  expect(resultOf(() => checkRetry(delivery, NOW))).toBe(retry);
});

it('its holder can release a delivery, also if the lease has expired', () => {
  expect(resultOf(() => checkRelease(STATES.held, ACTORS.holder, NOW))).toBe('ok');
  expect(resultOf(() => checkRelease(STATES.expired, ACTORS.holder, NOW))).toBe('ok');
});

it.each([
  ['complete', 'completed', STATES.held, ACTORS.holder, 'sent'],
  ['complete', 'completed', STATES.waiting, ACTORS.person, 'cancelled'],
  ['complete', 'completed', STATES.expired, ACTORS.person, 'cancelled'],
  ['deliver', 'completed', STATES.sending, SYSTEM_ACTOR, 'sent'],
  ['cancel', 'cancelled', STATES.waiting, ACTORS.person, 'cancelled'],
  ['cancel', 'cancelled', STATES.failed, SYSTEM_ACTOR, 'cancelled'],
] as const)('%s ends a delivery with an action that is %s', (name, status, delivery, by, expected) => {
  const change = endOfDelivery(name, status, delivery, by, NOW);
  expect(change).toMatchObject({ status: expected, ...(expected === 'sent' && { sentAt: NOW }) });
});

describe('a new delivery', () => {
  const settings = withFallbacks({});
  const INSTALLATION = { sends: true, fromEmail: null };

  it.each([
    ['email', 'built_in', 'built_in'],
    ['email', 'external', 'external'],
    ['call', 'built_in', 'external'],
    ['task', 'built_in', 'external'],
  ] as const)('of a %s, with the setting %s, is %s', (actionType, delivery, way) => {
    expect(deliveryWayOf(actionType, { delivery }, INSTALLATION)).toBe(way);
    expect(deliveryWayOf(actionType, { delivery }, { ...INSTALLATION, sends: false })).toBe('external');
    expect(
      newDelivery('c', { id: 'a', customerId: 'u', actionType }, { ...settings, delivery }, INSTALLATION, NOW)
        .way,
    ).toBe(way);
  });

  it('has a Message-ID in the domain of the sender', () => {
    const email = { id: 'a', customerId: 'u', actionType: 'email' } as const;
    const idOf = (from_email: string | null) =>
      newDelivery('c', email, { ...settings, from_email }, INSTALLATION, NOW).messageId;
    expect(idOf('"a@b"@acme.example')).toBe('<a@acme.example>');
    expect(idOf('ar@Bücher.example')).toBe('<a@xn--bcher-kva.example>');
    expect(idOf(SETTINGS.from_email.fallback)).toBe('<a@daybook.invalid>');
    const installation = { sends: true, fromEmail: 'ar@mail.example' };
    expect(newDelivery('c', email, settings, installation, NOW).messageId).toBe('<a@mail.example>');
  });
});
