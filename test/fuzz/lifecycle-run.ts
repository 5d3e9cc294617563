import { v7 as uuidv7 } from 'uuid';
import { RecommendationStore } from '../../src/actions/store/recommendation-store.js';
import { Recommendation } from '../../src/actions/store/recommendation.entity.js';
import { CompanyQueue } from '../../src/tenancy/company-queue.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import type { RunningApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { type Call, FUTURE, PAST, SOMEBODY, type Verb } from './lifecycle-calls.js';
import type { Observed } from './lifecycle-model.js';
import type { Status } from '../../src/actions/lifecycle/statuses.js';

interface DetailBody {
  status: Status;
  version: number;
  is_deleted: boolean;
  executed_at: string | null;
  urgency_score: number;
  scheduled_for: string;
  metadata: { final_content?: string };
  approval_log: Record<string, string | null>[];
}
interface ProblemBody {
  code: string;
  current_status?: string;
  current_version?: number;
}
interface BulkBody {
  results: { action: DetailBody | null; error: ProblemBody | null }[];
}

/** Which of the recommendations each action belongs to. */
export const RECOMMENDATIONS = [0, 0, 1];

/** A company with a few actions, whose recommendations can be superseded. */
export class Run {
  /** No action's. */
  private readonly nobody = uuidv7();

  private constructor(
    private readonly app: RunningApp,
    readonly tenant: Tenant,
    readonly actions: { id: string; recommendationId: string }[],
  ) {}

  static async open(app: RunningApp, statuses: Status[]): Promise<Run> {
    const tenant = await createTenant(app);
    const recommendations = await Promise.all([0, 1].map(() => aRecommendation(app, tenant)));
    const actions = await Promise.all(
      statuses.map(async (status, at) => {
        const parents = recommendations[RECOMMENDATIONS[at]!]!;
        const scheduledFor = new Date(whenOf(status));
        const { id } = await tenant.make.anAction(tenant.company, { status, scheduledFor, ...parents });
        return { id, recommendationId: parents.recommendationId };
      }),
    );
    return new Run(app, tenant, actions);
  }

  async send({ action, several, command, input, key, ifMatch }: Call): Promise<Observed> {
    if (command === 'supersede') return this.supersede(this.actions[action]!.recommendationId);
    const idOf = (at: number) => this.actions[at]?.id ?? this.nobody;
    const [method, path] = several ? ['POST', `/bulk/${command}`] : routeOf(command, idOf(action));
    const body = {
      ...input,
      ...(input.approved_by === SOMEBODY && { approved_by: this.tenant.contact.id }),
      ...(input.urgency_score && { urgency_score: Number(input.urgency_score) }),
      ...(several && { ids: several.map(idOf) }),
    };
    return this.request(method, path, JSON.stringify(body), {
      'Content-Type': 'application/json',
      ...(key && { 'Idempotency-Key': key }),
      ...(ifMatch !== null && { 'If-Match': tagOf(ifMatch) }),
    });
  }

  detail(action: number): Promise<Observed> {
    return this.request('GET', `/${this.actions[action]!.id}`);
  }

  private async supersede(recommendationId: string): Promise<Observed> {
    const id = this.tenant.company.id as CompanyId;
    const supersede = () => this.app.nest.get(RecommendationStore).supersede(id, [recommendationId]);
    await this.app.nest.get(CompanyQueue).serialize(id, supersede);
    return { status: 0, code: null, replayed: false, facts: {}, text: '' };
  }

  private async request(method: string, path: string, body?: string, headers = {}): Promise<Observed> {
    const url = `${this.app.url}/api/companies/${this.tenant.company.id}/actions${path}`;
    const authorized = { Authorization: `Token ${this.tenant.token}`, ...headers };
    const {
      status,
      headers: said,
      text,
    } = await retryOn503(async () => {
      const response = await fetch(url, { method, body, headers: authorized });
      const answer = { status: response.status, headers: Object.fromEntries(response.headers) };
      return { ...answer, text: await response.text() };
    });
    const replayed = 'idempotency-replayed' in said;
    const answer = JSON.parse(text) as DetailBody | ProblemBody | BulkBody;
    if ('results' in answer) {
      const results = answer.results.map(({ action, error }) =>
        action ? { code: null, ...this.seen(action) } : refused(error!),
      );
      return { status, code: null, replayed, facts: { results }, text };
    }
    if ('code' in answer) {
      const { code, ...facts } = refused(answer);
      return { status, code, replayed, facts, text };
    }
    return { status, code: null, replayed, facts: this.seen(answer), text };
  }

  private seen({ approval_log, metadata, ...action }: DetailBody) {
    const last = approval_log.at(-1);
    const by = last?.approved_by === this.tenant.contact.id ? SOMEBODY : last?.approved_by;
    return {
      status: action.status,
      version: action.version,
      deleted: action.is_deleted,
      log: approval_log.length,
      last: last ? [last.command, last.from_status, last.to_status, last.reason, last.comment, by] : null,
      finalContent: metadata.final_content ?? null,
      urgency: action.urgency_score,
      scheduledFor: action.scheduled_for,
      executed: action.executed_at !== null,
    };
  }
}

export const whenOf = (status: Status): string => (status === 'scheduled' ? FUTURE : PAST);

async function aRecommendation(app: RunningApp, { make, company }: Tenant) {
  const { id: invoiceId, customerId } = await make.anInvoice(company);
  const id = uuidv7();
  const parents = { companyId: company.id, customerId, invoiceId };
  await app.dataSource.manager.insert(Recommendation, { id, ...parents, source: 'test', fingerprint: 'f' });
  return { invoiceId, customerId, recommendationId: id };
}

const refused = ({ code, current_status, current_version }: ProblemBody) => ({
  code,
  ...(current_status && { current_status }),
  ...(current_version && { current_version }),
});

function routeOf(command: Verb, id: string): [method: string, path: string] {
  if (command === 'edit') return ['PATCH', `/${id}`];
  return command === 'delete' ? ['DELETE', `/${id}`] : ['POST', `/${id}/${command}`];
}

const tagOf = (ifMatch: NonNullable<Call['ifMatch']>): string =>
  ifMatch === '*' ? '*' : ifMatch === 'malformed' ? 'one' : `"${ifMatch}"`;
