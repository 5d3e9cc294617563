import { Chip } from '../../controls/chip.js';
import { daysOverdue } from '../../texts/days-overdue.js';
import { money } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import type { Tab } from '../tabs.js';
import type { ListedAction } from './fetch-list.js';
import { endedOn, factsOf, initials } from './row-facts.js';
import './action-row.css';

/** An action at one glance: who, how much, which step, how old, and what is odd about it. */
export function ActionRow({ action, tab }: { action: ListedAction; tab: Tab }) {
  const { customer, invoice, assigned_to: assignee } = action;
  return (
    <div className="action-row">
      <div className="action-row-customer">{customer.name}</div>
      <div className="action-row-amount figures">{invoice && money(invoice.balance, invoice.currency)}</div>
      <div className="action-row-what">
        {action.recommendation_label}
        {invoice && ` · ${invoice.invoice_number}`}
      </div>
      <div className="action-row-age figures">
        {tab === 'history' ? endedOn(action) : invoice && texts.inbox.age(daysOverdue(invoice.due_date))}
      </div>
      <div className="action-row-facts">
        {factsOf(action, tab).map(({ kind, text }) => (
          <Chip key={text} kind={kind}>
            {text}
          </Chip>
        ))}
      </div>
      {assignee && (
        <div className="action-row-assignee" title={assignee.name}>
          <span aria-hidden="true">{initials(assignee.name)}</span>
          <span className="visually-hidden">{texts.inbox.assignedTo(assignee.name)}</span>
        </div>
      )}
    </div>
  );
}

/** A row that is on its way, in the shape of one. */
export function SkeletonRow() {
  return (
    <div className="action-row action-row-skeleton" aria-hidden="true">
      <i />
      <i />
      <i />
      <i />
    </div>
  );
}
