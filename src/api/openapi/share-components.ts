import { groupBy } from '../../group-by.js';
import type { OpenAPIObject } from '@nestjs/swagger';
import { pascalCase } from './pascal-case.js';

type Fields = Record<string, unknown>;
type Section = 'responses' | 'headers' | 'parameters' | 'examples';

interface Response {
  headers?: Fields;
  content?: Record<string, { schema: { $ref: string }; examples?: Fields }>;
}

/** A value in the document that can become a reference to a component of that name. */
interface Place {
  name: string;
  owner: Fields;
  key: string;
}

const PROBLEM_TYPE = 'application/problem+json';

/** Names of problem responses where the code in PascalCase would say too little. */
const RESPONSE_NAMES: Record<string, string> = { invalid: 'InvalidInput', error: 'InternalError' };

/**
 * Moves what operations have in common into `components` and refers to it with `$ref`. Decorators describe every operation
 * in full, which would make the document four times as long.
 */
export function shareComponents(document: OpenAPIObject): OpenAPIObject {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path) as Fields[]);
  const all = operations.flatMap(({ responses }) => placesIn(responses as Fields));
  const isProblem = ({ owner, key }: Place) => Boolean(examplesOf(owner[key] as Response));
  const problems = all.filter(isProblem);
  const successes = all.filter((place) => !isProblem(place));

  share(document, 'parameters', operations.flatMap(parameterPlaces));
  share(document, 'responses', nameProblemResponses(problems), 1);
  share(document, 'responses', successes.flatMap(namedBySchema));
  const responses = [...placesIn(document.components!.responses ?? {}), ...all]
    .map(({ owner, key }) => owner[key] as Response)
    .filter((response) => !('$ref' in response));
  share(
    document,
    'examples',
    responses.flatMap((response) => placesIn(examplesOf(response) ?? {})),
    1,
  );
  share(
    document,
    'headers',
    responses.flatMap(({ headers = {} }) => placesIn(headers)),
  );
  return document;
}

const placesIn = (owner: Fields): Place[] => Object.keys(owner).map((key) => ({ name: key, owner, key }));

/** Undefined where the response is none of a problem. */
const examplesOf = ({ content }: Response): Fields | undefined => content?.[PROBLEM_TYPE]?.examples;

function parameterPlaces({ parameters = [] }: { parameters?: unknown[] }): Place[] {
  return parameters.map((parameter, index) => ({
    name: pascalCase((parameter as { name: string }).name),
    owner: parameters as unknown as Fields,
    key: String(index),
  }));
}

/** None for a response that is not JSON, or has no body. */
function namedBySchema({ owner, key }: Place): Place[] {
  const json = (owner[key] as Response).content?.['application/json'];
  return json ? [{ name: json.schema.$ref.split('/').at(-1)!, owner, key }] : [];
}

/** Names a response by its first code, and by the codes that it has beyond the shortest response with that code. */
function nameProblemResponses(places: Place[]): Place[] {
  const codesOf = ({ owner, key }: Place) => Object.keys(examplesOf(owner[key] as Response)!);
  const shortest = new Map<string, string[]>();
  for (const codes of places.map(codesOf).toSorted((a, b) => b.length - a.length)) {
    shortest.set(codes[0]!, codes);
  }
  return places.map((place) => {
    const [first, ...others] = codesOf(place);
    const more = others.filter((code) => !shortest.get(first!)!.includes(code));
    const name = [RESPONSE_NAMES[first!] ?? pascalCase(first!), ...more.map(pascalCase)].join('Or');
    return { ...place, name };
  });
}

/**
 * Makes one component of each name that has `least` equal values or more. Where values of one name differ, the most frequent
 * becomes the component and the others stay where they are.
 */
function share(document: OpenAPIObject, section: Section, places: Place[], least = 2): void {
  const components: Fields = { ...document.components![section] };
  for (const [name, namesakes] of groupBy(places, ({ name }) => name)) {
    const alike = groupBy(namesakes, ({ owner, key }) => JSON.stringify(owner[key]));
    const [, most] = [...alike].reduce((a, b) => (b[1].length > a[1].length ? b : a));
    if (most.length < least) continue;
    components[name] = most[0]!.owner[most[0]!.key];
    for (const { owner, key } of most) owner[key] = { $ref: `#/components/${section}/${name}` };
  }
  const sorted = Object.entries(components).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (sorted.length > 0) Object.assign(document.components!, { [section]: Object.fromEntries(sorted) });
}
