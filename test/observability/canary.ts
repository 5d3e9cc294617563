import type { Server } from '../support/processes.js';

/** What stands in every text that a test sends or stores, and that no log may hold. */
export const CANARY = 'kanarek';

const PLACES = ['User-Agent', 'Referer', 'Cookie', 'X-Forwarded-For', 'Forwarded', 'From', 'Origin'];
const EVERYWHERE = Object.fromEntries(PLACES.map((name) => [name, CANARY]));

interface Operation {
  method: string;
  path: string;
  query: string[];
  fields: string[];
}

interface Document {
  paths: Record<string, Record<string, Documented>>;
  components: { schemas: Record<string, { properties?: object }> };
}

interface Documented {
  parameters: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
}

/** Every operation that the server documents, with the names of all that it takes. */
export async function operationsOf({ url }: Pick<Server, 'url'>): Promise<Operation[]> {
  const { paths, components } = (await (await fetch(`${url}/api/openapi.json`)).json()) as Document;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, requestBody }]) => {
      const schema = requestBody?.content['application/json']!.schema.$ref.split('/').at(-1);
      const query = parameters.filter((parameter) => parameter.in === 'query');
      return {
        method: method.toUpperCase(),
        path,
        query: query.map(({ name }) => name),
        fields: Object.keys((schema && components.schemas[schema]!.properties) ?? {}),
      };
    }),
  );
}

/** Sends an operation with the canary in all of its places, in every way that ends differently; answers the statuses. */
export async function sing(
  url: string,
  { method, path, query, fields }: Operation,
  ids: Record<string, string>,
  token: string,
): Promise<number[]> {
  const authorised = { Authorization: `Token ${token}` };
  const json = { 'Content-Type': 'application/json' };
  const real = path.replaceAll(/\{(\w+)\}/g, (_, name) => ids[name]!);
  const body = JSON.stringify(Object.fromEntries([...fields, CANARY].map((name) => [name, CANARY])));
  const texts = fields.filter((name) => /content|reason|comment|channel_id|external_id/.test(name));
  const good = JSON.stringify(Object.fromEntries(texts.map((name) => [name, `${CANARY} in ${name}`])));
  const search = query.includes('search') ? `?search=${CANARY}` : '';
  const all = `?${[...query, CANARY].map((name) => `${name}=${CANARY}`).join('&')}`;
  const writes = method !== 'GET';
  const requests: [string, string, Record<string, string>, string?][] = [
    [method, real + search, { ...authorised, ...json }, good],
    [method, real + search, { ...authorised, ...json, 'Idempotency-Key': CANARY }, good],
    [method, real + all, { ...authorised, ...json, 'If-Match': CANARY, 'X-Request-Id': `${CANARY} 1` }, body],
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
