import { useContacts } from '../../company/contacts.js';
import { Button } from '../../controls/button.js';
import { useCustomer } from '../../customers/one-customer.js';
import { texts } from '../../texts/texts.js';
import { chipsOf } from './filter-texts.js';
import type { FilterName, Filters } from './filters.js';

/** What narrows the list, each with its removal. */
export function FilterChips({
  filters,
  onRemove,
}: {
  filters: Filters;
  onRemove: (name: FilterName) => void;
}) {
  const customer = useCustomer(filters.customer_id).data?.name ?? null;
  const enabled = filters.assigned_to !== undefined && filters.assigned_to !== 'none';
  const { data: contacts } = useContacts({ enabled });
  const assignee = contacts?.find(({ id }) => id === filters.assigned_to)?.name ?? null;
  return (
    <ul className="filter-chips" aria-label={texts.filters.active}>
      {chipsOf(filters, { customer, assignee }).map(({ name, text }) => (
        <li key={name} className="filter-chip">
          <span>{text}</span>
          <Button kind="plain" aria-label={texts.filters.remove(text)} onPress={() => onRemove(name)}>
            ×
          </Button>
        </li>
      ))}
    </ul>
  );
}
