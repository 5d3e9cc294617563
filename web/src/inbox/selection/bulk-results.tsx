import { Link } from 'wouter';
import { Button } from '../../controls/button.js';
import { OverDialog } from '../../controls/dialog/over-dialog.js';
import { texts } from '../../texts/texts.js';
import { listHref } from '../filters/use-list-state.js';
import type { Tab } from '../tabs.js';
import { type BulkReport, setReport } from './results-store.js';
import './bulk-results.css';

const close = () => setReport(null);

/** What succeeded, and each failure with its sentence and the way to its action. */
export function BulkResults({ report, tab, query }: { report: BulkReport; tab: Tab; query: string }) {
  const failed = report.outcomes.filter(({ failure }) => failure !== null);
  return (
    <OverDialog
      title={texts.selection.results[report.kind](report.outcomes.length - failed.length, failed.length)}
      onClose={close}
    >
      <ul className="bulk-failures">
        {failed.map(({ action, failure }) => (
          <li key={action.id}>
            <Link href={listHref(tab, action.id, query)} onClick={close}>
              {action.customer.name}
              {action.invoice && ` · ${action.invoice.invoice_number}`}
            </Link>
            <p>{failure}</p>
          </li>
        ))}
      </ul>
      <Button onPress={close}>{texts.selection.close}</Button>
    </OverDialog>
  );
}
