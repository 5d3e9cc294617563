import { beforeAll, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { fetchApiDocument, type Operation } from '../support/api-document.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

/** The operations that change a single action, copied by hand. */
const SUPPORTING = [
  'approveAction',
  'cancelAction',
  'completeAction',
  'deleteAction',
  'editAction',
  'rejectAction',
  'releaseAction',
  'restoreAction',
  'retryAction',
  'sendAction',
];

const NOT_SUPPORTED = {
  in: 'header',
  field: 'If-Match',
  code: 'unknown',
  detail: 'If-Match is not supported by this operation.',
};

describe('If-Match', () => {
  let operations: Operation[];
  let tenant: Tenant;

  beforeAll(async () => {
    ({ operations } = await fetchApiDocument(app));
    tenant = await createTenant(app);
  });

  /** Sends an empty body, which some operations reject for other reasons too. */
  async function errorsOf({ method, path }: Operation): Promise<object[]> {
    const { id } = await tenant.make.anAction(tenant.company);
    const [, own] = path.replace('{action_id}', id).split('{company_id}');
    const verb = method.toLowerCase() as 'post' | 'put' | 'patch' | 'delete';
    const { body } = await tenant.client.request(verb, own!).set('If-Match', '"1"');
    return (body.errors ?? []) as object[];
  }

  it('is supported by operations that change a single action, as documented, and rejected by every other write', async () => {
    // A session is no resource with versions: its operations have no company in their path.
    const writes = operations.filter(
      ({ method, path }) => method !== 'GET' && path.startsWith('/api/companies/'),
    );
    const supporting = (await Promise.all(writes.map(errorsOf)))
      .map((errors, at) => ({ id: writes[at]!.id, isRefused: errors.some((error) => isNotSupported(error)) }))
      .filter(({ isRefused }) => !isRefused);
    expect(supporting.map(({ id }) => id).toSorted()).toEqual(SUPPORTING);
    const documented = operations.filter(({ parameters }) =>
      parameters.some(({ name, in: place }) => place === 'header' && name === 'If-Match'),
    );
    expect(documented.map(({ id }) => id).toSorted()).toEqual(SUPPORTING);
  });

  it.each(['"1"', '*', 'nonsense'])(
    'rejects %s on a bulk command with one error, and changes nothing',
    async (tag) => {
      const { id } = await tenant.make.anAction(tenant.company);
      const sent = tenant.client.request('post', '/actions/bulk/reject').set('If-Match', tag);
      const refused = await sent.send({ ids: [id], reasons: 'x' });
      expectInvalid(refused, 'header.If-Match: unknown', 'body.reasons: unknown');
      expect(refused.body.errors[0]).toEqual(NOT_SUPPORTED);
      expect((await tenant.client.detail(id)).body.status).toBe('proposed');
    },
  );

  it('is ignored by reads', async () => {
    await tenant.client.list().set('If-Match', '"7"').expect(200);
    await tenant.client.request('head', '/actions').set('If-Match', '"7"').expect(200);
  });
});

const isNotSupported = (error: object): boolean => 'field' in error && error.field === NOT_SUPPORTED.field;
