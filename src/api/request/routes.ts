import type { Request } from 'express';

interface Route {
  path: string;
  methods: Record<string, boolean>;
}

interface Layer {
  match(path: string): boolean;
  route?: Route;
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

/**
 * The routes that match the path of a request. Those with more parameters than another belong to other resources: `/actions/counts`
 * also matches `/actions/:action_id`.
 */
function routesOn(request: Request): Route[] {
  const layers = request.app.router.stack as unknown as Layer[];
  const routes = layers.flatMap((layer) =>
    layer.route && matches(layer, request.path) ? [layer.route] : [],
  );
  const fewest = Math.min(...routes.map(parameterCount));
  return routes.filter((route) => parameterCount(route) === fewest);
}

const parameterCount = ({ path }: Route): number => path.split(':').length - 1;

function matches(layer: Layer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    // A path that cannot be decoded belongs to no route.
    return false;
  }
}
