import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Outbox } from '../../../src/events/outbox.js';
import { OperatorAdmission } from '../../../src/tenancy/admission.js';
import type { CompanyId } from '../../../src/tenancy/company-id.js';
import type { RunningApp } from '../../support/app.js';
import { createTenant, type Tenant } from '../../support/tenant.js';

/** A company that has its events sent to URLs. */
export class WebhookScene {
  private constructor(
    private readonly app: RunningApp,
    readonly tenant: Tenant,
    private readonly company: CompanyId,
  ) {}

  static async of(app: RunningApp): Promise<WebhookScene> {
    const tenant = await createTenant(app);
    return new WebhookScene(app, tenant, await app.nest.get(OperatorAdmission).admit(tenant.company.id));
  }

  call(method: 'get' | 'post' | 'patch' | 'delete', path = '') {
    return this.tenant.client.request(method, `/webhook-endpoints${path}`);
  }

  async endpoint(
    url: string,
    types: string[] = ['action.approved'],
  ): Promise<{ id: string; secret: string }> {
    return (await this.call('post').send({ url, types }).expect(201)).body;
  }

  async show(id: string) {
    return (await this.call('get', `/${id}`).expect(200)).body;
  }

  async deliveries(id: string, query = '?page_size=500') {
    return (await this.call('get', `/${id}/deliveries${query}`).expect(200)).body.data;
  }

  /** Appends events of actions. */
  async append(count: number, actionId = randomUUID(), from = 0): Promise<void> {
    const at = new Date();
    const actor = { name: 'desk', requestId: null };
    const events = Array.from({ length: count }, (_, n) => ({
      type: 'action.approved' as const,
      actionId,
      actor,
      data: { id: actionId, version: from + n, text: 'Bücher 📚' },
      at,
    }));
    await this.app.nest.get(Outbox).append(this.company, events);
  }
}

export async function until(condition: () => unknown, ms = 20_000): Promise<void> {
  for (const deadline = Date.now() + ms; !(await condition());) {
    if (Date.now() > deadline) throw new Error(`It did not happen: ${String(condition)}`);
    await sleep(50);
  }
}
