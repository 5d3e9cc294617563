import { beforeEach } from '@jest/globals';
import type { Response } from 'supertest';
import { EventFeed } from '../../src/events/event-feed.js';
import type { EventRow } from '../../src/events/event-json.js';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import type { RunningApp } from './app.js';
import { createTenantWithAgent, type TenantWithAgent } from './tenant-with-agent.js';

type Told = Omit<EventRow, 'data'> & { data: any };

/** The actor of the clients of a tenant. */
export const DESK = 'collections-desk';

export const requestOf = ({ headers }: Response) => headers['x-request-id'] as string;
export const typesOf = (events: readonly Told[]) => events.map(({ type }) => type).join(' ');
/** Who did what: the type of each event, with its actor and its request. */
export const trailOf = (events: readonly Told[]) =>
  events.map(({ type, actor, requestId }) => [type, actor, requestId]);

/** A company whose events a test reads. */
export class EventScene {
  tenant: TenantWithAgent;
  company: CompanyId;
  private position: string | null = null;

  constructor(private readonly app: RunningApp) {}

  async renew(): Promise<void> {
    this.app.clock.reset();
    this.tenant = await createTenantWithAgent(this.app);
    this.company = await this.app.nest.get(OperatorAdmission).admit(this.tenant.company.id);
    this.position = null;
  }

  /** The events since the last call, oldest first. */
  async news(): Promise<Told[]> {
    const { events, next } = await this.app.nest.get(EventFeed).read(this.company, this.position, {}, 500);
    this.position = next;
    return events.map(({ data, ...event }) => ({ ...event, data: JSON.parse(data) }));
  }

  /** Proposes an e-mail and a call on a new invoice. */
  async propose(changes: object = {}) {
    const invoice: Invoice = await this.tenant.anOpenInvoice({});
    const response = await this.tenant.propose(invoice, changes).expect(201);
    const [email, call] = response.body.actions as { id: string }[];
    return { invoice, response, email: email!.id, call: call?.id ?? '' };
  }

  patch(id: string, body: object): Promise<Response> {
    return this.tenant.client.request('patch', `/actions/${id}`).send(body).expect(200);
  }

  command(name: string, id: string, body: object = {}): Promise<Response> {
    return this.tenant.client.request('post', `/actions/${id}/${name}`).send(body).expect(200);
  }
}

/** Gives each test a company of its own. */
export function useEventScene(app: RunningApp): EventScene {
  const scene = new EventScene(app);
  beforeEach(() => scene.renew());
  return scene;
}
