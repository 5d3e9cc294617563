import { Link, useRoute } from 'wouter';
import { useCounts } from '../inbox/actions.js';
import { TAB_NAMES, type Tab } from '../inbox/tabs.js';
import { useSession } from '../session/session.js';
import { number } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import './navigation.css';

/** The tabs with their live counts, the other pages, and who is logged in. */
export function Navigation() {
  const { company, contact } = useSession();
  return (
    <nav className="navigation" aria-label={texts.shell.inbox}>
      <div className="navigation-brand">
        <b>Daybook</b> <span>{company.name}</span>
      </div>
      <ul>
        {TAB_NAMES.map((tab) => (
          <li key={tab}>
            <TabLink tab={tab} />
          </li>
        ))}
      </ul>
      <div className="navigation-who">{contact.name}</div>
    </nav>
  );
}

function TabLink({ tab }: { tab: Tab }) {
  const [isCurrent] = useRoute(`/inbox/${tab}/:action?`);
  const { data: counts } = useCounts();
  const failed = counts && tab === 'in_progress' ? counts.deliveries.failed + counts.deliveries.unknown : 0;
  const count = counts && (tab === 'scheduled' ? counts.statuses.scheduled : counts.categories[tab]);
  return (
    <Link href={`/inbox/${tab}`} className="navigation-link" aria-current={isCurrent ? 'page' : undefined}>
      <span>{texts.shell.tabs[tab]}</span>
      <span className={failed > 0 ? 'navigation-failed' : 'navigation-count'}>
        {failed > 0
          ? texts.shell.failed(number(failed))
          : tab !== 'history' && count !== undefined && number(count)}
      </span>
    </Link>
  );
}
