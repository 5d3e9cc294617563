import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * Sorts paths by tag, in the order given, and by resource; paths of bulk commands come last, though the router has them first
 * (`/actions/bulk/approve` would otherwise be an action with the id `bulk`). Sorts the parameters of a path as it names them.
 */
export function sortOperations(document: OpenAPIObject, tags: string[]): OpenAPIObject {
  const paths = Object.entries(document.paths);
  const resources = paths.map(([path]) => resourceOf(path));
  const ranks = paths.map(([path, operations]) => [
    tags.indexOf((Object.values(operations)[0] as { tags: string[] }).tags[0]!),
    Number(isBulk(path)),
    resources.indexOf(resourceOf(path)),
  ]);
  const order = paths.map((_, index) => index).toSorted((a, b) => compare(ranks[a]!, ranks[b]!));
  document.paths = Object.fromEntries(order.map((index) => paths[index]!));
  for (const [path, operations] of paths) {
    for (const { parameters } of Object.values(operations) as { parameters?: Parameter[] }[]) {
      parameters?.sort((a, b) => positionIn(path, a) - positionIn(path, b));
    }
  }
  return document;
}

interface Parameter {
  in: string;
  name: string;
}

const isBulk = (path: string): boolean => path.includes('/bulk/');
const resourceOf = (path: string): string => path.split('/', 5).join('/');

function compare(a: number[], b: number[]): number {
  const differing = a.findIndex((rank, index) => rank !== b[index]);
  return differing === -1 ? 0 : a[differing]! - b[differing]!;
}

const positionIn = (path: string, { in: place, name }: Parameter): number =>
  place === 'path' ? path.indexOf(`{${name}}`) : path.length;
