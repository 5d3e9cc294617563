import type { Request } from 'express';

interface Layer {
  match(path: string): boolean;
  route?: { path: string; methods: Record<string, boolean> };
}

/** The methods that the path of a request supports, with HEAD if it supports GET; empty if no route has the path. */
export function allowedMethods(request: Request): string[] {
  const methods = routesOn(request)
    .flatMap(({ methods }) => Object.keys(methods))
    .map((name) => name.toUpperCase());
  if (methods.includes('GET')) methods.push('HEAD');
  return [...new Set(methods)].toSorted();
}

/** The route pattern of a request; null if no route has its path. Also works for requests that were rejected before routing. */
export function routeOf(request: Request): string | null {
  const matched = request.route as { path: string } | undefined;
  return (matched ?? routesOn(request)[0])?.path ?? null;
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
