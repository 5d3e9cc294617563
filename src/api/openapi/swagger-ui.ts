/**
 * Functions that run in the browser. Nest sends the text of each, so that they use nothing from outside of themselves.
 */

/** An operation as Swagger UI passes it to its sorter: an Immutable.js map. */
interface UiOperation {
  get(key: 'path' | 'method'): string;
}

/** Shows edit, delete and restore after the decisions: in the document they are where their paths are. */
export function operationsSorter(a: UiOperation, b: UiOperation): number {
  const [first, second] = [a, b].map((operation) => {
    const path = operation.get('path');
    if (path.includes('/bulk/')) return 2;
    return ['patch', 'delete'].includes(operation.get('method')) || path.endsWith('/restore') ? 1 : 0;
  });
  return first! - second!;
}

interface UiRequest {
  headers: Record<string, string>;
}

/** Adds the prefix to a token that is pasted without one into the field of the whole header, which has the focus. */
export function requestInterceptor(request: UiRequest): UiRequest {
  const { Authorization: header } = request.headers;
  if (header && !header.includes(' ')) request.headers.Authorization = `Token ${header}`;
  return request;
}
