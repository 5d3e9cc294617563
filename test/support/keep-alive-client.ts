import { Agent, request } from 'node:http';

export interface HttpResponse {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  text: string;
}

/** Sends requests on one kept-alive connection, for tests that send thousands. */
export class KeepAliveClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly base: string,
    private readonly headers: Record<string, string>,
  ) {}

  /**
   * Resolves when the whole response has been received.
   * @throws the network error, with `began: true` if a part of the response had been received
   */
  send(method: 'GET' | 'POST', path: string, headers: Record<string, string> = {}): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const options = { method, agent: this.agent, headers: { ...this.headers, ...headers } };
      const clientRequest = request(`${this.base}${path}`, options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('error', (error) => reject(Object.assign(error, { began: true })));
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
      });
      clientRequest.on('error', reject);
      clientRequest.end();
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
