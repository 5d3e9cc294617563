import { v7 as uuidv7 } from 'uuid';
import { RecommendationStore } from '../../src/actions/store/recommendation-store.js';
import { Recommendation } from '../../src/actions/store/recommendation.entity.js';
import { CompanyQueue } from '../../src/tenancy/company-queue.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import type { RunningApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { type Call, CONTACT, FUTURE, PAST, type UserTransition } from './lifecycle-calls.js';
import type { Observed } from './lifecycle-model.js';
import type { Status } from '../../src/actions/lifecycle/statuses.js';

interface DetailBody {
  status: Status;
  version: number;
  is_deleted: boolean;
  executed_at: string | null;
  urgency_score: number;
  scheduled_for: string;
  is_recommended: boolean;
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

/** The index of the recommendation of each action. */
export const RECOMMENDATION_INDEXES = [0, 0, 1];
/** Whether an action is the first one of its recommendation: the recommended one. */
export const isFirstAlternative = (action: number): boolean =>
  RECOMMENDATION_INDEXES.indexOf(RECOMMENDATION_INDEXES[action]!) === action;

/** Performs calls on three actions in a new company, whose recommendations can be superseded. */
export class Run {
  private readonly unknownId = uuidv7();

  private constructor(
    private readonly app: RunningApp,
    readonly tenant: Tenant,
    readonly actions: { id: string; recommendationId: string }[],
  ) {}

  static async open(app: RunningApp, statuses: Status[]): Promise<Run> {
    const tenant = await createTenant(app);
    const recommendations = await Promise.all([0, 1].map(() => aRecommendation(app, tenant)));
    const actions = await Promise.all(
      statuses.map(async (status, index) => {
        const parents = recommendations[RECOMMENDATION_INDEXES[index]!]!;
        const scheduledFor = new Date(scheduledForOf(status));
        const isRecommended = isFirstAlternative(index);
        const row = { status, scheduledFor, isRecommended, ...parents };
        const { id } = await tenant.make.anAction(tenant.company, row);
        return { id, recommendationId: parents.recommendationId };
      }),
    );
    return new Run(app, tenant, actions);
  }

  async send({ action, bulk, command, input, key, ifMatch }: Call): Promise<Observed> {
    if (command === 'supersede') return this.supersede(this.actions[action]!.recommendationId);
    const idOf = (index: number) => this.actions[index]?.id ?? this.unknownId;
    const [method, path] = bulk ? ['POST', `/bulk/${command}`] : routeOf(command, idOf(action));
    const body = {
      ...input,
      ...(input.approved_by === CONTACT && { approved_by: this.tenant.contact.id }),
      ...(input.urgency_score && { urgency_score: Number(input.urgency_score) }),
      ...(bulk && { ids: bulk.map(idOf) }),
    };
    return this.request(method, path, JSON.stringify(body), {
      'Content-Type': 'application/json',
      ...(key && { 'Idempotency-Key': key }),
      ...(ifMatch !== null && { 'If-Match': ifMatchHeader(ifMatch) }),
    });
  }

  detail(action: number): Promise<Observed> {
    return this.request('GET', `/${this.actions[action]!.id}`);
  }

  private async supersede(recommendationId: string): Promise<Observed> {
    const id = this.tenant.company.id as CompanyId;
    const supersede = () =>
      this.app.nest
        .get(RecommendationStore)
        .supersede(id, new Map([[recommendationId, null]]), new Map(), null, null);
    await this.app.nest.get(CompanyQueue).serialize(id, supersede);
    return { status: 0, code: null, replayed: false, facts: {}, text: '' };
  }

  private async request(method: string, path: string, body?: string, headers = {}): Promise<Observed> {
    const url = `${this.app.url}/api/companies/${this.tenant.company.id}/actions${path}`;
    const authorized = { Authorization: `Token ${this.tenant.token}`, ...headers };
    const response = await retryOn503(async () => {
      const received = await fetch(url, { method, body, headers: authorized });
      const fields = { status: received.status, headers: Object.fromEntries(received.headers) };
      return { ...fields, text: await received.text() };
    });
    const { status, text } = response;
    const replayed = 'idempotency-replayed' in response.headers;
    const parsed = JSON.parse(text) as DetailBody | ProblemBody | BulkBody;
    if ('results' in parsed) {
      const results = parsed.results.map(({ action, error }) =>
        action ? { code: null, ...this.factsOf(action) } : problemFacts(error!),
      );
      return { status, code: null, replayed, facts: { results }, text };
    }
    if ('code' in parsed) {
      const { code, ...facts } = problemFacts(parsed);
      return { status, code, replayed, facts, text };
    }
    return { status, code: null, replayed, facts: this.factsOf(parsed), text };
  }

  private factsOf({ approval_log, metadata, ...action }: DetailBody) {
    const last = approval_log.at(-1);
    const approver = last?.approved_by === this.tenant.contact.id ? CONTACT : last?.approved_by;
    return {
      status: action.status,
      version: action.version,
      deleted: action.is_deleted,
      logLength: approval_log.length,
      lastLogRow: last
        ? [last.command, last.from_status, last.to_status, last.reason, last.comment, approver]
        : null,
      finalContent: metadata.final_content ?? null,
      urgency: action.urgency_score,
      scheduledFor: action.scheduled_for,
      isRecommended: action.is_recommended,
      executed: action.executed_at !== null,
    };
  }
}

export const scheduledForOf = (status: Status): string => (status === 'scheduled' ? FUTURE : PAST);

async function aRecommendation(app: RunningApp, { make, company }: Tenant) {
  const { id: invoiceId, customerId } = await make.anInvoice(company);
  const id = uuidv7();
  const parents = { companyId: company.id, customerId, invoiceId };
  await app.dataSource.manager.insert(Recommendation, { id, ...parents, source: 'test', fingerprint: 'f' });
  return { invoiceId, customerId, recommendationId: id };
}

const problemFacts = ({ code, current_status, current_version }: ProblemBody) => ({
  code,
  ...(current_status && { current_status }),
  ...(current_version && { current_version }),
});

function routeOf(command: UserTransition, id: string): [method: string, path: string] {
  if (command === 'edit') return ['PATCH', `/${id}`];
  return command === 'delete' ? ['DELETE', `/${id}`] : ['POST', `/${id}/${command}`];
}

const ifMatchHeader = (ifMatch: NonNullable<Call['ifMatch']>): string =>
  ifMatch === '*' ? '*' : ifMatch === 'malformed' ? 'malformed' : `"${ifMatch}"`;
