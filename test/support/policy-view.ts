import { InboxRepository } from '../../src/actions/inbox/inbox.repository.js';
import { Transactions } from '../../src/database/transactions.js';
import { type OpenInvoice, ReceivablesRepository } from '../../src/ledger/receivables.repository.js';
import {
  type PolicyRecommendation,
  type Quiet,
  recommend,
} from '../../src/recommendations/policy/dunning-policy.js';
import { StepHistory } from '../../src/recommendations/policy/step-history.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import type { RunningApp } from './app.js';
import type { Tenant } from './tenant.js';

/** What the policy decides about the open invoices of a company, apart from the recommendations that are open. */
export class PolicyView {
  private constructor(
    private readonly app: RunningApp,
    private readonly company: CompanyId,
  ) {}

  static async of(app: RunningApp, { company }: Tenant): Promise<PolicyView> {
    return new PolicyView(app, await app.nest.get(OperatorAdmission).admit(company.id));
  }

  /** @param day YYYY-MM-DD */
  decisions(day: string): Promise<{ invoice: OpenInvoice; decision: PolicyRecommendation | Quiet }[]> {
    const { nest } = this.app;
    return nest.get(Transactions).run(async () => {
      const receivables = nest.get(ReceivablesRepository, { strict: false });
      const ids = await receivables.idsAfter(this.company, '00000000-0000-0000-0000-000000000000', 100_000);
      const invoices = await receivables.openInvoices(this.company, ids);
      const steps = await nest.get(InboxRepository, { strict: false }).pastSteps(this.company, ids);
      const totals = await receivables.totals(this.company);
      const averages = new Map(totals.map(({ currency, average }) => [currency, average]));
      return invoices.map((invoice) => {
        const history = new StepHistory(steps.get(invoice.invoiceId) ?? [], day);
        const averageBalance = averages.get(invoice.currency)!;
        return { invoice, decision: recommend({ ...invoice, averageBalance, history }, day) };
      });
    });
  }
}
