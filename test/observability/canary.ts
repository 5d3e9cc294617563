import { type Operation, type Schema } from '../support/api-document.js';

/** What stands in every text that a test sends or stores, and that no log may hold. */
export const CANARY = 'kanarek';

const PLACES = ['User-Agent', 'Referer', 'Cookie', 'X-Forwarded-For', 'Forwarded', 'From', 'Origin'];
const EVERYWHERE = Object.fromEntries(PLACES.map((name) => [name, CANARY]));

/** The body as the document wants it, with the canary in every place that takes any text, and left out where it may be. */
function good(
  { type, format, enum: words, pattern, items, properties, required = [], example }: Schema,
  id: string,
): unknown {
  if (properties) {
    const fields = Object.entries(properties).map(([name, field]) => {
      const isNeeded =
        required.includes(name) || !(field.format || field.enum || field.pattern || isPlain(field));
      return isNeeded ? [[name, good(field, id)]] : [];
    });
    return Object.fromEntries(fields.flat());
  }
  if (items) return [good(items, id)];
  if (words) return words[0];
  if (format === 'uuid') return id;
  if (format || pattern || isPlain({ type })) return example;
  return type === 'object' ? { [CANARY]: { [CANARY]: [CANARY] } } : CANARY;
}
const isPlain = ({ type }: Schema): boolean => ['boolean', 'integer', 'number'].includes(type!);

/** The body with canaries all over it, also where something else is wanted, and as names that nobody knows. */
function bad({ items, properties }: Schema): unknown {
  if (items) return [bad(items), CANARY];
  if (!properties) return CANARY;
  const fields = Object.entries(properties).map(([name, field]) => [name, bad(field)]);
  return Object.fromEntries([...fields, [CANARY, CANARY]]);
}

/** Sends an operation with the canary in all of its places, in every way that ends differently; answers the statuses. */
export async function sing(
  url: string,
  { method, path, parameters, body }: Operation,
  ids: Record<string, string>,
  token: string,
): Promise<number[]> {
  const authorised = { Authorization: `Token ${token}` };
  const json = { 'Content-Type': 'application/json' };
  const real = path.replaceAll(/\{(\w+)\}/g, (_, name) => ids[name]!);
  const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const fields = [...Object.keys(body.properties ?? {}), CANARY];
  const flat = JSON.stringify(Object.fromEntries(fields.map((name) => [name, CANARY])));
  const nested = JSON.stringify(bad(body));
  const taken = JSON.stringify(good(body, ids.action_id!));
  const search = query.includes('search') ? `?search=${CANARY}` : '';
  const all = `?${[...query, CANARY].map((name) => `${name}=${CANARY}`).join('&')}`;
  const writes = method !== 'GET';
  const requests: [string, string, Record<string, string>, string?][] = [
    [method, real + search, { ...authorised, ...json }, taken],
    [method, real + search, { ...authorised, ...json, 'Idempotency-Key': CANARY }, taken],
    [method, real, { ...authorised, ...json }, nested],
    [method, real + all, { ...authorised, ...json, 'If-Match': CANARY, 'X-Request-Id': `${CANARY} 1` }, flat],
    [method, path.replaceAll(/\{\w+\}/g, CANARY), authorised],
    [method, `${real}/${CANARY}`, authorised],
    [method, `${real}?%ff${CANARY}`, authorised],
    [method, real, { Authorization: `Token dbk_${CANARY}` }],
    [method, real, { Authorization: CANARY }],
    [method, `${real}?access_token=${token}`, { 'X-Request-Id': token }],
    ['PROPFIND', real, authorised],
    ['POST', real, { ...authorised, ...json }, `{"${CANARY}": ${CANARY}`],
    ['POST', real, { ...authorised, 'Content-Type': `text/${CANARY}` }, CANARY],
  ];
  const answers = requests.map(([verb, where, headers, text]) =>
    fetch(url + where, {
      method: verb,
      headers: { ...EVERYWHERE, ...headers },
      ...(verb !== 'GET' && (writes || verb === 'POST') && { body: text }),
    }).then(async (response) => (await response.text(), response.status)),
  );
  return Promise.all(answers);
}
