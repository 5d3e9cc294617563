import { type Operation, type Schema } from '../support/api-document.js';

/** A marker in every text that the tests send or store. No log may contain it. */
export const CANARY = 'kanarek';

const HEADERS = ['User-Agent', 'Referer', 'Cookie', 'X-Forwarded-For', 'Forwarded', 'From'];
const CANARY_HEADERS = Object.fromEntries(HEADERS.map((name) => [name, CANARY]));
/** A log-in from the page of another site ends before its handler. */
const originFor = (path: string): Record<string, string> =>
  path.startsWith('/api/session') ? {} : { Origin: CANARY };

/** A valid body, with the canary in every field that accepts any text, and without the other optional fields. */
function validBody(
  {
    type,
    format,
    enum: words,
    pattern,
    items,
    properties,
    required = [],
    additionalProperties,
    example,
  }: Schema,
  id: string,
): unknown {
  if (properties) {
    const fields = Object.entries(properties).map(([name, field]) => {
      // An invoice needs due_date or the deprecated due_on, so that the schema requires neither.
      const isNeeded = required.includes(name) || name === 'due_date';
      // Without other recipients, an edit changes nothing, so that nobody is at work on the action.
      const isIncluded =
        isNeeded ||
        (!['to', 'cc'].includes(name) && !(field.format || field.enum || field.pattern || isPlain(field)));
      return isIncluded ? [[name, validBody(field, id)]] : [];
    });
    return Object.fromEntries(fields.flat());
  }
  if (items) return items.format && items.format !== 'uuid' ? example : [validBody(items, id)];
  if (words) return words[0];
  if (format === 'uuid') return id;
  const hasEntries = typeof additionalProperties === 'object';
  if (format || pattern || hasEntries || isPlain({ type })) return example;
  return type === 'object' ? { [CANARY]: { [CANARY]: [CANARY] } } : CANARY;
}
const isPlain = ({ type }: Schema): boolean => ['boolean', 'integer', 'number'].includes(type!);

/** An invalid body, with the canary as the value of every field and as an unknown field. */
function invalidBody({ items, properties }: Schema): unknown {
  if (items) return [invalidBody(items), CANARY];
  if (!properties) return CANARY;
  const fields = Object.entries(properties).map(([name, field]) => [name, invalidBody(field)]);
  return Object.fromEntries([...fields, [CANARY, CANARY]]);
}

/**
 * Sends valid and invalid requests for an operation, with the canary in every part of them.
 * @returns the statuses of the responses
 */
export async function sendCanaries(
  url: string,
  { method, path, parameters, body }: Operation,
  ids: Record<string, string>,
  token: string,
): Promise<number[]> {
  const authorized = { Authorization: `Token ${token}` };
  const json = { 'Content-Type': 'application/json' };
  const realPath = path.replaceAll(/\{(\w+)\}/g, (_, name) => ids[name]!);
  const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const fields = [...Object.keys(body.properties ?? {}), CANARY];
  const flat = JSON.stringify(Object.fromEntries(fields.map((name) => [name, CANARY])));
  const nested = JSON.stringify(invalidBody(body));
  const valid = JSON.stringify(validBody(body, ids.action_id!));
  const search = query.includes('search') ? `?search=${CANARY}` : '';
  const all = `?${[...query, CANARY].map((name) => `${name}=${CANARY}`).join('&')}`;
  const writes = method !== 'GET';
  const requests: [string, string, Record<string, string>, string?][] = [
    [method, realPath + search, { ...authorized, ...json }, valid],
    [method, realPath + search, { ...authorized, ...json, 'Idempotency-Key': CANARY }, valid],
    [method, realPath, { ...authorized, ...json }, nested],
    [
      method,
      realPath + all,
      { ...authorized, ...json, 'If-Match': CANARY, 'X-Request-Id': `${CANARY} 1` },
      flat,
    ],
    [method, path.replaceAll(/\{\w+\}/g, CANARY), authorized],
    [method, `${realPath}/${CANARY}`, authorized],
    [method, `${realPath}?%ff${CANARY}`, authorized],
    [method, realPath, { Authorization: `Token dbk_${CANARY}` }],
    [method, realPath, { Authorization: CANARY }],
    [method, `${realPath}?access_token=${token}`, { 'X-Request-Id': token }],
    ['PROPFIND', realPath, authorized],
    ['POST', realPath, { ...authorized, ...json }, `{"${CANARY}": ${CANARY}`],
    ['POST', realPath, { ...authorized, 'Content-Type': `text/${CANARY}` }, CANARY],
  ];
  const responses = requests.map(([verb, where, headers, text]) =>
    fetch(url + where, {
      method: verb,
      headers: { ...CANARY_HEADERS, ...originFor(path), ...headers },
      ...(verb !== 'GET' && (writes || verb === 'POST') && { body: text }),
    }).then(async (response) => (await response.text(), response.status)),
  );
  return Promise.all(responses);
}
