import { v7 as uuidv7 } from 'uuid';
import type { Status } from '../../src/actions/action-lifecycle.js';
import { ProposalsRepository } from '../../src/actions/proposals.repository.js';
import { Recommendation } from '../../src/actions/recommendation.entity.js';
import { Transactions } from '../../src/database/transactions.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import type { RunningApp } from '../support/app.js';
import { type Desk, openDesk } from '../support/desk.js';
import { type Call, SOMEBODY } from './lifecycle-calls.js';
import type { Observed } from './lifecycle-model.js';

interface DetailBody {
  status: Status;
  version: number;
  is_deleted: boolean;
  executed_at: string | null;
  metadata: { final_content?: string };
  approval_log: Record<string, string | null>[];
}
interface ProblemBody {
  code: string;
  current_status?: string;
  current_version?: number;
}

/** A company with a few actions, each the only one of its recommendation, so that it can be superseded. */
export class Run {
  private constructor(
    private readonly app: RunningApp,
    readonly desk: Desk,
    readonly actions: { id: string; recommendationId: string }[],
  ) {}

  static async open(app: RunningApp, statuses: Status[]): Promise<Run> {
    const desk = await openDesk(app);
    const actions = await Promise.all(
      statuses.map(async (status) => {
        const { id: invoiceId, customerId } = await desk.make.anInvoice(desk.company);
        const recommendation = { id: uuidv7(), companyId: desk.company.id, customerId, invoiceId };
        const proposed = { ...recommendation, source: 'test', fingerprint: 'f' };
        await app.dataSource.manager.insert(Recommendation, proposed);
        const parents = { invoiceId, customerId, recommendationId: recommendation.id };
        const { id } = await desk.make.anAction(desk.company, { status, ...parents });
        return { id, recommendationId: recommendation.id };
      }),
    );
    return new Run(app, desk, actions);
  }

  async send({ action, command, input, key, ifMatch }: Call): Promise<Observed> {
    if (command === 'supersede') return this.supersede(this.actions[action]!.recommendationId);
    const id = this.actions[action]?.id ?? uuidv7();
    const approver = input.approved_by === SOMEBODY && { approved_by: this.desk.contact.id };
    return this.request('POST', `/${id}/${command}`, JSON.stringify({ ...input, ...approver }), {
      'Content-Type': 'application/json',
      ...(key && { 'Idempotency-Key': key }),
      ...(ifMatch !== null && { 'If-Match': tagOf(ifMatch) }),
    });
  }

  detail(action: number): Promise<Observed> {
    return this.request('GET', `/${this.actions[action]!.id}`);
  }

  private async supersede(recommendationId: string): Promise<Observed> {
    const { id } = this.desk.company;
    await this.app.nest
      .get(Transactions)
      .run(() => this.app.nest.get(ProposalsRepository).supersede(id as CompanyId, [recommendationId]));
    return { status: 0, code: null, replayed: false, facts: {}, text: '' };
  }

  private async request(method: string, path: string, body?: string, headers = {}): Promise<Observed> {
    const url = `${this.app.url}/api/companies/${this.desk.company.id}/actions${path}`;
    const authorized = { Authorization: `Token ${this.desk.token}`, ...headers };
    const response = await fetch(url, { method, body, headers: authorized });
    const text = await response.text();
    const replayed = response.headers.has('Idempotency-Replayed');
    const { status } = response;
    if (status !== 200) {
      const { code, current_status, current_version } = JSON.parse(text) as ProblemBody;
      const facts = {
        ...(current_status && { current_status }),
        ...(current_version && { current_version }),
      };
      return { status, code, replayed, facts, text };
    }
    return { status, code: null, replayed, facts: this.seen(JSON.parse(text) as DetailBody, method), text };
  }

  private seen({ approval_log, metadata, ...action }: DetailBody, method: string) {
    const { command, from_status, to_status, reason, comment, approved_by } = approval_log.at(-1) ?? {};
    const by = approved_by === this.desk.contact.id ? SOMEBODY : approved_by;
    return {
      status: action.status,
      version: action.version,
      deleted: action.is_deleted,
      log: approval_log.length,
      finalContent: metadata.final_content ?? null,
      executed: action.executed_at !== null,
      ...(method === 'POST' && { last: [command, from_status, to_status, reason, comment, by] }),
    };
  }
}

const tagOf = (ifMatch: NonNullable<Call['ifMatch']>): string =>
  ifMatch === '*' ? '*' : ifMatch === 'malformed' ? 'one' : `"${ifMatch}"`;
