import type { Request } from 'express';

interface Layer {
  match(path: string): boolean;
  route?: { path: string; methods: Record<string, boolean> };
}

/** The methods that some route answers on the request's path, HEAD beside GET; none where there is no such path. */
export function allowedMethods(request: Request): string[] {
  const methods = routesOn(request)
    .flatMap(({ methods }) => Object.keys(methods))
    .map((name) => name.toUpperCase());
  if (methods.includes('GET')) methods.push('HEAD');
  return [...new Set(methods)].toSorted();
}

/** The pattern of the request's path; null where no route has it. What was refused on the way never met its route. */
export function routeOf(request: Request): string | null {
  const met = request.route as { path: string } | undefined;
  return (met ?? routesOn(request)[0])?.path ?? null;
}

function routesOn(request: Request): NonNullable<Layer['route']>[] {
  const layers = request.app.router.stack as unknown as Layer[];
  return layers.flatMap((layer) => (layer.route && matches(layer, request.path) ? [layer.route] : []));
}

function matches(layer: Layer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    // A path that cannot be decoded belongs to no route.
    return false;
  }
}
