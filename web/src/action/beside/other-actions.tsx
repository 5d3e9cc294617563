import { Link } from 'wouter';
import { tabOf } from '../../inbox/tab-of.js';
import { money } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import { useCustomer } from '../../customers/one-customer.js';
import type { Action } from '../action.js';

const SHOWN = 6;

/** What else waits for a decision about this customer; alternatives are left out. Nothing if there is nothing else. */
export function OtherActions({
  action,
  alternativeIds,
}: {
  action: Action;
  alternativeIds: readonly string[];
}) {
  const { data: customer } = useCustomer(action.customer.id);
  const { others } = texts.action;
  const open = (customer?.open_actions ?? []).filter(
    ({ id, is_recommended, action_required }) =>
      id !== action.id && !alternativeIds.includes(id) && is_recommended && action_required,
  );
  if (open.length === 0) return null;
  return (
    <section className="panel panel-padded" aria-label={others.heading}>
      <h2>{others.heading}</h2>
      <ul className="others figures">
        {open.slice(0, SHOWN).map((other) => (
          <li key={other.id}>
            <Link href={`/inbox/${tabOf(other)}/${other.id}`}>
              <span>{other.recommendation_label}</span>
              {other.invoice && (
                <small>
                  {other.invoice.invoice_number} · {money(other.invoice.balance, other.invoice.currency)}
                </small>
              )}
            </Link>
          </li>
        ))}
      </ul>
      {open.length > SHOWN && <p className="beside-muted">{others.more(open.length - SHOWN)}</p>}
    </section>
  );
}
