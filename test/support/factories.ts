import type { DataSource, DeepPartial, EntityTarget, ObjectLiteral, QueryDeepPartialEntity } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Action } from '../../src/actions/store/action.entity.js';
import { Delivery } from '../../src/actions/store/deliveries/delivery.entity.js';
import type { Event } from '../../src/events/event.entity.js';
import { CompanyContact } from '../../src/tenancy/contacts/company-contact.entity.js';
import { Customer } from '../../src/ledger/customers/customer.entity.js';
import { Invoice } from '../../src/ledger/invoice.entity.js';
import { ApiToken } from '../../src/tenancy/api-token.entity.js';
import { Company } from '../../src/tenancy/company.entity.js';
import { type Scope, SCOPE_NAMES } from '../../src/tenancy/scopes.js';
import { mintToken } from '../../src/tenancy/token-format.js';

/** Inserts rows. Columns that a test does not name get default values, and missing parent rows are created. */
export class Factories {
  constructor(private readonly dataSource: DataSource) {}

  aCompany(overrides: Partial<Company> = {}): Promise<Company> {
    return this.insert(Company, { id: uuidv7(), name: 'Harbour Lane Trading', ...overrides });
  }

  aContact(company: Company, overrides: Partial<CompanyContact> = {}): Promise<CompanyContact> {
    const contact = {
      id: uuidv7(),
      companyId: company.id,
      name: 'Dana Whitfield',
      email: 'dana@example.com',
    };
    return this.insert(CompanyContact, { ...contact, ...overrides });
  }

  aCustomer(company: Company, overrides: Partial<Customer> = {}): Promise<Customer> {
    const id = uuidv7();
    return this.insert(Customer, {
      id,
      companyId: company.id,
      externalId: id,
      name: 'Acme Supply',
      email: 'ap@acme.example',
      ...overrides,
    });
  }

  async anInvoice(company: Company, overrides: Partial<Invoice> = {}): Promise<Invoice> {
    const id = uuidv7();
    return this.insert(Invoice, {
      id,
      companyId: company.id,
      customerId: overrides.customerId ?? (await this.aCustomer(company)).id,
      invoiceNumber: `INV-${id}`,
      amount: '1250.00',
      currency: 'USD',
      issuedOn: '2026-09-12',
      dueOn: '2026-10-12',
      status: 'open',
      balance: overrides.status && overrides.status !== 'open' ? '0' : (overrides.amount ?? '1250.00'),
      ...overrides,
    });
  }

  async anAction(company: Company, overrides: Partial<Action> = {}): Promise<Action> {
    const invoice =
      overrides.invoiceId === undefined ? await this.anInvoice(company, customerOf(overrides)) : undefined;
    const action = await this.insert(Action, {
      id: uuidv7(),
      companyId: company.id,
      customerId: invoice?.customerId,
      invoiceId: invoice?.id,
      actionType: 'email',
      status: 'proposed',
      description: 'Send a second reminder.',
      recommendation: 'send_second_reminder',
      recommendationLabel: 'Send a second reminder',
      triggerEvent: 'overdue_8_to_21_days',
      triggerEventLabel: '8 to 21 days overdue',
      isRecommended: true,
      actionRequired: true,
      urgencyScore: 50,
      subject: 'Invoice overdue',
      content: 'Dear Acme, the invoice is overdue.',
      toRecipients:
        (overrides.actionType ?? 'email') === 'email' ? [{ name: 'Acme', address: 'ap@acme.example' }] : null,
      scheduledFor: new Date('2026-11-01T09:00:00Z'),
      executedAt: overrides.status === 'completed' ? new Date('2026-11-02T09:00:00Z') : null,
      ...overrides,
    });
    if (action.status === 'processing') await this.aDelivery(action);
    return action;
  }

  /** Inserts the delivery that an approval would have made. */
  aDelivery(
    { companyId, id, customerId }: Pick<Action, 'companyId' | 'id' | 'customerId'>,
    overrides: Partial<Delivery> = {},
  ): Promise<Delivery> {
    return this.insert(Delivery, {
      companyId,
      actionId: id,
      customerId,
      way: 'external',
      status: 'waiting',
      ...overrides,
    });
  }

  async changeDelivery(actionId: string, change: Partial<Delivery>): Promise<void> {
    await this.dataSource.manager.update(Delivery, { actionId }, change as QueryDeepPartialEntity<Delivery>);
  }

  /** Inserts an event without a position. */
  async anEvent(
    company: Company,
    { actionId = null, data = '{}' }: Partial<Pick<Event, 'actionId' | 'data'>> = {},
  ): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO event (id, company_id, type, action_id, actor, data, created_at)
       VALUES ($1, $2, 'action.edited', $3, 'collections-desk', $4, now())`,
      [uuidv7(), company.id, actionId, data],
    );
  }

  /** Creates a token for the companies, and returns it in plain text. */
  async aToken(
    companies: Company[],
    { scopes = SCOPE_NAMES, ...overrides }: Partial<Omit<ApiToken, 'companies'>> & { scopes?: Scope[] } = {},
  ): Promise<string> {
    const { id, token, secretSha256 } = mintToken(uuidv7());
    await this.dataSource.manager.save(ApiToken, {
      id,
      name: 'collections-desk',
      secretSha256,
      scopes,
      companies,
      ...overrides,
    });
    return token;
  }

  /** Inserts in one statement, where `save` would look for the row first and open a transaction. */
  private async insert<T extends ObjectLiteral>(
    entity: EntityTarget<T>,
    values: DeepPartial<NoInfer<T>>,
  ): Promise<T> {
    // Adds the values that the database generates.
    await this.dataSource.manager.insert(entity, values as QueryDeepPartialEntity<T>);
    return values as T;
  }
}

const customerOf = ({ customerId }: Partial<Action>): Partial<Invoice> => (customerId ? { customerId } : {});
