import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Link } from 'wouter';
import { Button } from '../../controls/button.js';
import { texts } from '../../texts/texts.js';
import { listHref } from '../filters/use-list-state.js';
import type { Tab } from '../tabs.js';
import { type BulkReport, setReport } from './results-store.js';
import './bulk-dialogs.css';

/** What succeeded, and each failure with its sentence and the way to its action. */
export default function BulkResults({ report, tab, query }: { report: BulkReport; tab: Tab; query: string }) {
  const failed = report.outcomes.filter(({ failure }) => failure !== null);
  const close = () => setReport(null);
  return (
    <ModalOverlay className="bulk-overlay" isOpen isDismissable onOpenChange={close}>
      <Modal className="bulk-dialog">
        <Dialog className="bulk-dialog-content">
          <Heading slot="title">
            {texts.selection.results[report.kind](report.outcomes.length - failed.length, failed.length)}
          </Heading>
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
          <div className="bulk-buttons">
            <Button onPress={close}>{texts.selection.close}</Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
