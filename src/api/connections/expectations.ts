import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/**
 * Hands requests with an Expect header to the application. Node itself would respond with 100 before the guards have checked the
 * token, and with an empty 417 to unknown expectations.
 */
export function handleExpectations(server: Server): void {
  server.on('checkContinue', (request, response) => {
    continueWhenRead(request, response);
    server.emit('request', request, response);
  });
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

/** Responds with 100 when the body is read, which is after the guards. */
function continueWhenRead(request: IncomingMessage, response: ServerResponse): void {
  request.on('newListener', function onListener(event) {
    if (event !== 'data' && event !== 'readable') return;
    request.off('newListener', onListener);
    if (!response.headersSent) response.writeContinue();
  });
}
