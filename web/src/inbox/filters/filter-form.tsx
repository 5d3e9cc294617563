import { type FormEvent, useState } from 'react';
import { Button } from '../../controls/button.js';
import { texts } from '../../texts/texts.js';
import type { Tab } from '../tabs.js';
import { CustomerField } from './customer-field.js';
import { useContacts } from '../../company/contacts.js';
import { FILTER_NAMES, type FilterName, type Filters } from './filters.js';
import './filter-form.css';

const t = texts.filters;
/** What the form has fields for; the rest of the address stays as it is. */
const FIELDS: readonly FilterName[] = FILTER_NAMES.filter(
  (name) => !['search', 'status', 'delivery_status', 'response_overdue'].includes(name),
);

interface Props {
  tab: Tab;
  filters: Filters;
  onApply: (filters: Filters) => void;
}

/** The filters of a list as a form. */
export default function FilterForm({ tab, filters, onApply }: Props) {
  const [customer, setCustomer] = useState(filters.customer_id);
  const [error, setError] = useState<string | null>(null);
  const { data: contacts } = useContacts();
  const apply = (fields: Filters) => {
    const others = Object.fromEntries(
      Object.entries(filters).filter(([name]) => !FIELDS.includes(name as FilterName)),
    );
    onApply({ ...others, ...fields });
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const fields: Filters = {};
    for (const name of FIELDS) {
      const value = form.get(name);
      if (typeof value === 'string' && value.trim()) fields[name] = value.trim();
    }
    fields.currency = fields.currency?.toUpperCase();
    if (!fields.currency) delete fields.currency;
    if (customer) fields.customer_id = customer;
    if ((fields.amount_min ?? fields.amount_max) && !fields.currency) setError(t.amountNeedsCurrency);
    else apply(fields);
  };
  const field = (name: FilterName) => ({ name, defaultValue: filters[name] ?? '' });
  return (
    <form className="filter-form" onSubmit={onSubmit}>
      <CustomerField id={customer} onChange={setCustomer} />
      <label>
        {t.type}
        <select {...field('action_type')}>
          <option value="">{t.any}</option>
          {Object.entries(texts.inbox.types).map(([type, label]) => (
            <option key={type} value={type}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>{t.amount}</legend>
        <input
          {...field('amount_min')}
          aria-label={`${t.amount} ${t.from}`}
          placeholder={t.from}
          inputMode="decimal"
          pattern="\d{1,15}(\.\d{1,4})?"
        />
        <input
          {...field('amount_max')}
          aria-label={`${t.amount} ${t.to}`}
          placeholder={t.to}
          inputMode="decimal"
          pattern="\d{1,15}(\.\d{1,4})?"
        />
        <input
          {...field('currency')}
          className="filter-currency"
          aria-label={t.currency}
          placeholder="EUR"
          pattern="[A-Za-z]{3}"
          maxLength={3}
          autoCapitalize="characters"
        />
      </fieldset>
      <fieldset>
        <legend>{t.daysOverdue}</legend>
        <input
          {...field('days_overdue_min')}
          aria-label={`${t.daysOverdue} ${t.from}`}
          placeholder={t.from}
          type="number"
          step={1}
        />
        <input
          {...field('days_overdue_max')}
          aria-label={`${t.daysOverdue} ${t.to}`}
          placeholder={t.to}
          type="number"
          step={1}
        />
      </fieldset>
      {tab === 'history' && (
        <fieldset>
          <legend>{t.executed}</legend>
          <input {...field('executed_after')} aria-label={`${t.executed} ${t.from}`} type="date" />
          <input {...field('executed_before')} aria-label={`${t.executed} ${t.to}`} type="date" />
        </fieldset>
      )}
      <label>
        {t.assignee}
        {/* Its options come later than the field. */}
        <select {...field('assigned_to')} key={contacts?.length}>
          <option value="">{t.any}</option>
          <option value="none">{t.nobody}</option>
          {contacts?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.source}
        <input {...field('source')} placeholder={t.any} maxLength={200} />
      </label>
      {error && (
        <p className="filter-error" role="alert">
          {error}
        </p>
      )}
      <div className="filter-buttons">
        <Button type="submit">{t.apply}</Button>
        <Button kind="plain" onPress={() => apply({})}>
          {t.clear}
        </Button>
      </div>
    </form>
  );
}
