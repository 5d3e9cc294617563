import fc, { type Arbitrary } from 'fast-check';
import type { Operation, Parameter } from '../support/operations.js';
import { ACTIONS, COMPANIES } from './world.js';
import { among, NUMBERS, odds, text, valueOf } from './values.js';

/** Segments of a path that are no id. */
const SEGMENTS = among(
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

/** Paths that may or may not be the operation's any more. */
const TWISTS: Record<string, (path: string) => string> = {
  'a slash more': (path) => `${path}/`,
  'two slashes': (path) => path.replace('/', '//'),
  'a double slash inside': (path) => path.replace(/\/(?=[^/]*$)/, '//'),
  'a segment more': (path) => `${path}/x`,
  'a segment less': (path) => path.replace(/\/[^/]*$/, ''),
  capitals: (path) => path.replace('/api', '/API'),
  'an encoded letter': (path) => path.replace('/a', '/%61'),
  dots: (path) => path.replace('/api/', '/api/./'),
  'dots upwards': (path) => path.replace('/api/', '/api/../api/'),
  'a matrix parameter': (path) => `${path};a=1`,
  'a NUL': (path) => `${path}%00`,
};

export interface FuzzTarget {
  path: string;
  /** Whether the path is as documented, but for its ids. */
  straight: boolean;
}

export function pathOf({ path, method }: Operation): Arbitrary<FuzzTarget> {
  // What lists of a whole company tell is read where there is little, and now and then where all is written.
  const isList = method === 'GET' && !path.includes('{action_id}');
  const company = odds(
    [40, among(...(isList ? ['shelf', 'shelf', 'shelf', 'own'] : ['own']))],
    [2, among<string>(...COMPANIES)],
  ).map((which) => `{{company.${which}}}`);
  const action = odds(
    [12, fc.constant(path.endsWith('/restore') ? '{{action.binned}}' : '{{action.fresh}}')],
    [6, fc.constant('{{action.used}}')],
    [3, among(...ACTIONS.map((which) => `{{action.${which}}}`))],
    [1, SEGMENTS],
  );
  const named = path.split(/[{}]/).map((part, at): Arbitrary<string> => {
    if (at % 2 === 0) return fc.constant(part);
    if (part === 'company_id') return odds([42, company], [1, SEGMENTS]);
    return part === 'action_id' ? action : recordOf(part.replace('_id', ''));
  });
  const twist = odds([40, fc.constant(null)], [1, among(...Object.keys(TWISTS))]);
  return fc.tuple(fc.tuple(...named), twist).map(([parts, name]) => {
    const filled = parts.join('');
    return { path: name ? TWISTS[name]!(filled) : filled, straight: name === null };
  });
}

/** Of the shelf, where most of what is read stands, or of another company. */
const recordOf = (kind: string): Arbitrary<string> =>
  odds(
    [12, fc.constant(`{{${kind}.own}}`)],
    [4, among(...['desk', 'foreign', 'random'].map((which) => `{{${kind}.${which}}}`))],
    [1, SEGMENTS],
  );

/** Percent-encoded; half a surrogate pair cannot be, but its three bytes can be sent all the same. */
const encode = (value: string): string =>
  value
    .split(/(\p{Surrogate})/u)
    .map(encodePart)
    .join('');
const encodePart = (part: string): string => (part.isWellFormed() ? encodeURIComponent(part) : '%ED%A0%80');

const RAW_QUERIES = among(
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
  const key = odds(
    [20, fc.constant(name)],
    [1, among(`${name}[]`, `${name}[a]`, name.toUpperCase(), `%20${name}`)],
  );
  const value = odds(
    [12, valueOf(schema).map(encode)],
    [1, NUMBERS.map(encode)],
    [1, among('%', '%ff', '[a]', 'a;b', 'a+b')],
  );
  // Placeholders stay as they are, to be filled in.
  return fc
    .tuple(key, value)
    .map(([k, v]) => `${k}=${v.replaceAll('%7B%7B', '{{').replaceAll('%7D%7D', '}}')}`);
}

/** A query string, to be sent as it is. */
export function queryOf({ parameters }: Operation): Arbitrary<string> {
  const own = parameters.filter(({ in: place }) => place === 'query');
  const strange = fc.tuple(text, text).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  const raw = odds([3, RAW_QUERIES], [1, strange]);
  if (own.length === 0) return odds([15, fc.constant('')], [1, raw]);
  const pairs = fc.array(fc.oneof(...own.map(pairOf)), { maxLength: 3 });
  return odds(
    [6, pairs.map((some) => some.join('&'))],
    [1, fc.tuple(pairs, raw).map(([some, other]) => [...some, other].join('&'))],
    [1, fc.constant('')],
  );
}
