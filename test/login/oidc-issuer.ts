import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the provider says about a person. */
export interface Claims {
  email?: string;
  email_verified?: unknown;
}

interface Provider {
  callback(): RequestListener;
}

/** The package has no types. */
const NAME: string = 'oidc-provider';

/** A real OpenID provider on this machine, whose log-in takes any name. */
export class Issuer {
  readonly people = new Map<string, Claims>();
  /** Takes the place of the provider: a failure, or silence. */
  outage: RequestListener | null = null;
  url: string;
  private readonly server: Server = createServer((request, response) => this.respond(request, response));
  private provider: RequestListener;

  /** @param host `localhost` makes it another site than Daybook at 127.0.0.1, as providers are */
  async start(host: '127.0.0.1' | 'localhost' = '127.0.0.1'): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://${host}:${(this.server.address() as AddressInfo).port}`;
    return this.url;
  }

  /** Registers Daybook as the client. */
  async register(publicUrl: string): Promise<void> {
    const { default: OidcProvider } = (await import(NAME)) as {
      default: new (issuer: string, configuration: object) => Provider;
    };
    const provider = new OidcProvider(this.url, {
      clients: [
        {
          client_id: 'daybook',
          client_secret: 's3cret',
          redirect_uris: [`${publicUrl}/api/session/oidc/callback`],
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'] },
      pkce: { required: () => true },
      cookies: { keys: ['of the test'] },
      findAccount: (_: unknown, id: string) => ({
        accountId: id,
        claims: () => ({ sub: id, ...this.people.get(id) }),
      }),
    });
    this.provider = provider.callback();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private respond(request: IncomingMessage, response: ServerResponse): void {
    (this.outage ?? this.provider)(request, response);
  }
}

/** A browser that keeps cookies, and follows redirects when asked. */
export class OidcBrowser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly url: string) {}

  async open(target: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(target, this.url);
    const headers = { accept: 'text/html', ...init.headers, cookie: this.cookieFor(url) };
    const response = await fetch(url, { redirect: 'manual', ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      const isGone = value === '' || /expires=Thu, 01 Jan 1970/i.test(cookie);
      if (isGone) this.cookies.delete(`${url.port} ${name}`);
      else this.cookies.set(`${url.port} ${name}`, value!);
    }
    return response;
  }

  /** Begins a log-in, and logs in at the provider. @returns the URL with which the provider sends the browser back */
  async atProvider(subject: string, path = '/api/session/oidc'): Promise<URL> {
    let response = await this.open(path);
    for (let steps = 0; steps < 12; steps += 1) {
      const location = response.headers.get('location');
      if (location === null) response = await this.answer(response, subject);
      else if (location.includes('/api/session/oidc/callback')) return new URL(location);
      else response = await this.open(new URL(location, response.url));
    }
    throw new Error(`The provider does not come to an end: ${response.status} ${await response.text()}`);
  }

  /** Logs in. @returns where the browser is sent in the end */
  async logIn(subject: string, path?: string): Promise<string> {
    const response = await this.open(await this.atProvider(subject, path));
    return response.headers.get('location') ?? `${response.status} ${await response.text()}`;
  }

  async session(): Promise<{ status: number; body: any }> {
    const response = await this.open('/api/session');
    return { status: response.status, body: await response.json() };
  }

  /** Changes a cookie of Daybook. */
  change(start: string, change: (value: string) => string | undefined): void {
    for (const [name, value] of this.cookies) {
      if (!name.startsWith(`${new URL(this.url).port} ${start}`)) continue;
      const changed = change(value);
      if (changed === undefined) this.cookies.delete(name);
      else this.cookies.set(name, changed);
    }
  }

  /** Fills in the form of the provider. */
  private async answer(response: Response, subject: string): Promise<Response> {
    const html = await response.text();
    const [, prompt] = /name="prompt" value="(\w+)"/.exec(html) ?? [];
    if (!prompt) throw new Error(`Not a form: ${response.status} ${html.slice(0, 500)}`);
    const body = new URLSearchParams({ prompt, login: subject, password: 'any' });
    return this.open(/action="([^"]+)"/.exec(html)![1]!, { method: 'POST', body });
  }

  private cookieFor({ port }: URL): string {
    return [...this.cookies]
      .filter(([name]) => name.startsWith(`${port} `))
      .map(([name, value]) => `${name.slice(port.length + 1)}=${value}`)
      .join('; ');
  }
}
