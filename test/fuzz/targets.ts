import fc, { type Arbitrary } from 'fast-check';
import type { Operation, Parameter } from '../support/api-document.js';
import { DISPOSABLE_RECORDS } from './disposable-records.js';
import { ACTIONS, COMPANIES } from './fixtures.js';
import { oneOf, NUMBERS, weighted, text, valueOf } from './values.js';

/** Path segments that are not ids. */
const SEGMENTS = oneOf(
  '1042',
  '%2F',
  '..%2f..',
  '.',
  '..',
  '%00',
  '%ff',
  '%',
  '%zz',
  '%ED%A0%80',
  '%C3%A9',
  'null',
  '*',
  ':action_id',
  "'%20OR%201=1",
  '019aaf30-5e6f-7081-92a3-b4c5d6e7f80',
  '%7B019aaf30-5e6f-7081-92a3-b4c5d6e7f809%7D',
  '019aaf305e6f708192a3b4c5d6e7f809',
  'x'.repeat(4_000),
  '\xe9',
);

/** Changes of a path. The result may or may not match the operation. */
const PATH_CHANGES: Record<string, (path: string) => string> = {
  'an extra slash': (path) => `${path}/`,
  'two slashes': (path) => path.replace('/', '//'),
  'a double slash inside': (path) => path.replace(/\/(?=[^/]*$)/, '//'),
  'an extra segment': (path) => `${path}/x`,
  'a missing segment': (path) => path.replace(/\/[^/]*$/, ''),
  'upper case': (path) => path.replace('/api', '/API'),
  'an encoded letter': (path) => path.replace('/a', '/%61'),
  'a dot segment': (path) => path.replace('/api/', '/api/./'),
  'a parent segment': (path) => path.replace('/api/', '/api/../api/'),
  'a matrix parameter': (path) => `${path};a=1`,
  'a NUL': (path) => `${path}%00`,
};

export interface FuzzTarget {
  path: string;
  /** Whether the path is as documented, apart from its ids. */
  asDocumented: boolean;
}

export function pathOf({ id, path, method }: Operation): Arbitrary<FuzzTarget> {
  // Most lists are read from the small company: in the company that gets the commands, they are slow.
  const isList = method === 'GET' && !path.includes('{action_id}');
  const company = weighted(
    [40, oneOf(...(isList ? ['small', 'small', 'small', 'own'] : ['own']))],
    [2, oneOf<string>(...COMPANIES)],
  ).map((which) => `{{company.${which}}}`);
  const action = weighted(
    [12, fc.constant(DISPOSABLE_RECORDS[id] ?? '{{action.fresh}}')],
    [6, fc.constant('{{action.used}}')],
    [3, oneOf(...ACTIONS.map((which) => `{{action.${which}}}`))],
    [1, SEGMENTS],
  );
  const segments = path.split(/[{}]/).map((part, at): Arbitrary<string> => {
    if (at % 2 === 0) return fc.constant(part);
    if (part === 'company_id') return weighted([42, company], [1, SEGMENTS]);
    return part === 'action_id' ? action : recordOf(part.replace('_id', ''), DISPOSABLE_RECORDS[id]);
  });
  const change = weighted([40, fc.constant(null)], [1, oneOf(...Object.keys(PATH_CHANGES))]);
  return fc.tuple(fc.tuple(...segments), change).map(([parts, name]) => {
    const filled = parts.join('');
    return { path: name ? PATH_CHANGES[name]!(filled) : filled, asDocumented: name === null };
  });
}

/** The id of a record, mostly of the small company, or of the kind that the operation uses up. */
const recordOf = (kind: string, disposable = `{{${kind}.own}}`): Arbitrary<string> =>
  weighted(
    [12, fc.constant(disposable)],
    [4, oneOf(...['written', 'foreign', 'random'].map((which) => `{{${kind}.${which}}}`))],
    [1, SEGMENTS],
  );

/** Percent-encodes a value; a lone surrogate becomes its three invalid UTF-8 bytes. */
const encode = (value: string): string =>
  value
    .split(/(\p{Surrogate})/u)
    .map(encodePart)
    .join('');
const encodePart = (part: string): string => (part.isWellFormed() ? encodeURIComponent(part) : '%ED%A0%80');

const RAW_QUERIES = oneOf(
  '%',
  '%zz',
  '%ff',
  '%00',
  '=',
  '&&',
  '?',
  '??page=1',
  '=1',
  'page',
  'page=',
  'page[]=1',
  'page[0]=1',
  'page[a][b]=1',
  'page=1&page=2',
  'page=1;page_size=2',
  'PAGE=1',
  '%70age=1',
  'page%00=1',
  'search=a+b',
  'search=%2B',
  'search=%26page%3D2',
  'search=\xe9',
  '__proto__=1',
  '__proto__[x]=1',
  'constructor[prototype][x]=1',
  'hasOwnProperty=1',
  'toString=1',
  'a[b[c]d]=1',
  'access_token=x',
  `search=${'x'.repeat(6_000)}`,
  Array.from({ length: 1_100 }, (_, n) => `a${n}=`).join('&'),
);

function pairOf({ name, schema }: Parameter): Arbitrary<string> {
  const key = weighted(
    [20, fc.constant(name)],
    [1, oneOf(`${name}[]`, `${name}[a]`, name.toUpperCase(), `%20${name}`)],
  );
  const value = weighted(
    [12, valueOf(schema).map(encode)],
    [1, NUMBERS.map(encode)],
    [1, oneOf('%', '%ff', '[a]', 'a;b', 'a+b')],
  );
  // Placeholders must stay unencoded for `Fixtures.resolve`.
  return fc
    .tuple(key, value)
    .map(([k, v]) => `${k}=${v.replaceAll('%7B%7B', '{{').replaceAll('%7D%7D', '}}')}`);
}

/** A query string, already encoded. */
export function queryOf({ parameters }: Operation): Arbitrary<string> {
  const declared = parameters.filter(({ in: place }) => place === 'query');
  const unknown = fc.tuple(text, text).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  const raw = weighted([3, RAW_QUERIES], [1, unknown]);
  if (declared.length === 0) return weighted([15, fc.constant('')], [1, raw]);
  const pairs = fc.array(fc.oneof(...declared.map(pairOf)), { maxLength: 3 });
  return weighted(
    [6, pairs.map((parts) => parts.join('&'))],
    [1, fc.tuple(pairs, raw).map(([parts, other]) => [...parts, other].join('&'))],
    [1, fc.constant('')],
  );
}
