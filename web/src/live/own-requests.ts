import { client } from '@daybook/client/singleton';
import type { LiveEvent } from './events.js';

const KEPT = 500;
const own = new Set<string>();

/**
 * Gives each write of this page a request id of its own, which the events that it causes repeat: what one has done oneself is no
 * news, but what the same person does in another window is.
 */
export function markOwnRequests(): void {
  client.interceptors.request.use((request) => {
    if (request.method === 'GET') return request;
    const id = `inbox-${crypto.randomUUID()}`;
    own.add(id);
    const [oldest] = own;
    if (own.size > KEPT && oldest) own.delete(oldest);
    request.headers.set('X-Request-Id', id);
    return request;
  });
}

/** Whether a request of this page caused the event. */
export const isOwnEvent = ({ request_id }: LiveEvent): boolean => request_id !== null && own.has(request_id);
