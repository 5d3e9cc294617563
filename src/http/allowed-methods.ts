import type { Request } from 'express';

interface Layer {
  match(path: string): boolean;
  route?: { methods: Record<string, boolean> };
}

/** The methods that some route answers on the request's path, HEAD beside GET; none where there is no such path. */
export function allowedMethods(request: Request): string[] {
  const layers = request.app.router.stack as unknown as Layer[];
  const matching = layers.filter(({ route }) => route).filter((layer) => matches(layer, request.path));
  const methods = matching
    .flatMap(({ route }) => Object.keys(route!.methods))
    .map((name) => name.toUpperCase());
  if (methods.includes('GET')) methods.push('HEAD');
  return [...new Set(methods)].toSorted();
}

function matches(layer: Layer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    // A path that cannot be decoded belongs to no route.
    return false;
  }
}
