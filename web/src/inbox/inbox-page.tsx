import { Redirect, useParams } from 'wouter';
import { ActionPane } from '../action/action-pane.js';
import { ActionList } from './list/action-list.js';
import { texts } from '../texts/texts.js';
import { isTab } from './tabs.js';
import './inbox-page.css';

/** What waits, and the one action that is open. Narrow, one pane at a time. */
export function InboxPage() {
  const { tab = '', action } = useParams();
  if (!isTab(tab)) return <Redirect to="/inbox/needs_action" replace />;
  return (
    <div className="inbox" data-open={action !== undefined} role={action ? undefined : 'main'}>
      {!action && <h1 className="visually-hidden">{texts.shell.tabs[tab]}</h1>}
      <ActionList key={tab} tab={tab} openId={action ?? null} />
      {action && <ActionPane key={action} id={action} tab={tab} />}
    </div>
  );
}
