import request, { type Test } from 'supertest';
import type { Company } from '../../src/tenancy/company.entity.js';
import type { Command } from '../../src/actions/lifecycle/transitions.js';

type Query = Record<string, string | number | boolean>;

/** Sends requests with one token to one company. */
export class Client {
  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly company: Pick<Company, 'id'>,
  ) {}

  /** The same client with another token. */
  as(token: string): Client {
    return new Client(this.url, token, this.company);
  }

  get(path: string, query: Query = {}): Test {
    return this.request('get', path).query(query);
  }

  list(query: Query = {}): Test {
    return this.get('/actions', query);
  }

  detail(id: string): Test {
    return this.get(`/actions/${id}`);
  }

  /** Sends a command; without `body`, the request has none. */
  perform(command: Command, id: string, body?: object): Test {
    const test = this.request('post', `/actions/${id}/${command}`);
    return body === undefined ? test : test.send(body);
  }

  /** Requests a URL from a Link header. */
  follow(link: string): Test {
    return request(this.url).get(link).set('Authorization', `Token ${this.token}`);
  }

  request(method: 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete', path: string): Test {
    const agent = request(this.url);
    return agent[method](`/api/companies/${this.company.id}${path}`).set(
      'Authorization',
      `Token ${this.token}`,
    );
  }
}
