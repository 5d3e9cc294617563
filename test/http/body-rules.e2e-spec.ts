import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { expectInvalid, expectProblem } from '../support/problem.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

async function createTenantWithAction() {
  const tenant = await createTenant(app);
  return { ...tenant, id: (await tenant.make.anAction(tenant.company)).id };
}
type TenantWithAction = Awaited<ReturnType<typeof createTenantWithAction>>;

const approve = ({ client, id }: TenantWithAction, body: string, type = 'application/json') =>
  client
    .request('post', `/actions/${id}/approve`)
    .serialize((bytes) => bytes)
    .set('Content-Type', type)
    .send(Buffer.from(body));
const EDIT = '{"final_content":"The edit."}';

describe('the encoding of a body', () => {
  it.each([
    'application/json; charset=utf-7',
    'application/json; charset="UTF-16"',
    'application/json;charset=utf-32le',
    'application/json; charset=utf-8; charset=utf-7',
  ])('must be UTF-8: %s is 415', async (type) => {
    const action = await createTenantWithAction();
    expectProblem(await approve(action, EDIT, type), 'unsupported_media_type');
    expect((await action.client.detail(action.id)).body.status).toBe('proposed');
  });

  it.each([
    [EDIT, 'application/json; charset="UTF-8"'],
    [`\ufeff${EDIT}`, 'application/json'],
  ])('may be declared, or marked (case %#)', async (body, type) => {
    const response = await approve(await createTenantWithAction(), body, type).expect(200);
    expect(response.body.metadata.final_content).toBe('The edit.');
  });
});

describe('the content of a body', () => {
  it.each([
    ['a repeated member', '{"comment":"a","comment":"b"}', 'body.comment: repeated'],
    ['a repeated member, escaped', '{"comment":"a","\\u0063omment":"b"}', 'body.comment: repeated'],
    ['20,001 values', `{"comment":[${Array(20_000).fill(0).join()}]}`, 'body.: values'],
    [
      'invisible final content',
      '{"final_content":"\u200b\ufeff\u3164 \u2800\u{e0041}"}',
      'body.final_content: blank',
    ],
    ['31 combining characters', `{"comment":"a${'\u0301'.repeat(31)}"}`, 'body.comment: combining'],
  ])('is 400 and changes nothing: %s', async (_, body, error) => {
    const action = await createTenantWithAction();
    expectInvalid(await approve(action, body), error);
    expect((await action.client.detail(action.id)).body).toMatchObject({ status: 'proposed', metadata: {} });
  });

  it('has no comment if the comment is invisible', async () => {
    const { body } = await approve(await createTenantWithAction(), '{"comment":"\u200b\u2060\ufe0f"}').expect(
      200,
    );
    expect(body.approval_log).toMatchObject([{ comment: null }]);
  });
});
