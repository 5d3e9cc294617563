import type { Action } from '../action.js';
import { Assignee } from './assignee.js';
import { CustomerGlance } from './customer-glance.js';
import { GoesOut } from './goes-out.js';
import { OtherActions } from './other-actions.js';
import './beside.css';

/** What helps to decide, beside the message; below it when narrow. */
export function Beside({ action, alternativeIds }: { action: Action; alternativeIds: readonly string[] }) {
  return (
    <aside className="beside">
      <GoesOut action={action} />
      <CustomerGlance action={action} />
      <OtherActions action={action} alternativeIds={alternativeIds} />
      <Assignee action={action} />
    </aside>
  );
}
