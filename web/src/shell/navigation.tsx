import { useEffect, useId, useState } from 'react';
import { Link, useLocation, useRoute } from 'wouter';
import { Button } from '../controls/button.js';
import { useCounts } from '../inbox/actions.js';
import { TAB_NAMES, type Tab } from '../inbox/tabs.js';
import { isCovered } from '../keys/covered.js';
import { useSession } from '../session/session.js';
import { number } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { type Page, usePages } from './pages.js';
import { Person } from './person.js';
import { usePlace } from './place.js';
import { SkipLink } from './skip-link.js';
import { countOf, failedDeliveries } from './tab-counts.js';
import './navigation.css';

interface Props {
  onPalette: () => void;
  onHelp: () => void;
}

/** The tabs with their live counts, the other pages, and who is logged in. Narrow, behind a button that says where one is. */
export function Navigation({ onPalette, onHelp }: Props) {
  const id = useId();
  const [path] = useLocation();
  const { company } = useSession();
  const place = usePlace();
  const [openAt, setOpenAt] = useState<string | null>(null);
  // Open on the page on which it was opened: going to another closes it.
  const isOpen = openAt === path;
  useEffect(() => {
    if (!isOpen) return undefined;
    const onKeyDown = ({ key }: KeyboardEvent) => key === 'Escape' && !isCovered() && setOpenAt(null);
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isOpen]);
  return (
    <header className="navigation" data-open={isOpen}>
      <SkipLink />
      <div className="navigation-bar">
        <div className="navigation-brand">
          <b>Daybook</b> <span>{company.name}</span>
        </div>
        <div className="navigation-place" aria-hidden="true">
          {place.name}{' '}
          {place.count !== null && <span className="navigation-count">{number(place.count)}</span>}
        </div>
        <span className="navigation-toggle">
          <Button aria-expanded={isOpen} aria-controls={id} onPress={() => setOpenAt(isOpen ? null : path)}>
            {texts.shell.menu}
          </Button>
        </span>
        <Button onPress={onPalette} hint="palette">
          {texts.palette.open}
        </Button>
      </div>
      <div id={id} className="navigation-rest">
        <nav aria-label={texts.shell.navigation}>
          <Tabs />
          <Pages />
        </nav>
        <Person onHelp={onHelp} />
      </div>
    </header>
  );
}

function Tabs() {
  return (
    <ul>
      {TAB_NAMES.map((tab) => (
        <li key={tab}>
          <TabLink tab={tab} />
        </li>
      ))}
    </ul>
  );
}

function TabLink({ tab }: { tab: Tab }) {
  const [isCurrent] = useRoute(`/inbox/${tab}/:action?`);
  const { data: counts } = useCounts();
  const failed = counts && tab === 'in_progress' ? failedDeliveries(counts) : 0;
  return (
    <Link href={`/inbox/${tab}`} className="navigation-link" aria-current={isCurrent ? 'page' : undefined}>
      <span>{texts.shell.tabs[tab]}</span>
      {failed > 0 ? (
        <span className="navigation-failed">{texts.shell.failed(number(failed))}</span>
      ) : (
        <span className="navigation-count">
          {counts && tab !== 'history' && number(countOf(counts, tab))}
        </span>
      )}
    </Link>
  );
}

/** The pages beside the inbox. */
function Pages() {
  return (
    <ul>
      {usePages().map((page) => (
        <li key={page}>
          <PageLink page={page} />
        </li>
      ))}
    </ul>
  );
}

function PageLink({ page }: { page: Page }) {
  const [isCurrent] = useRoute(`/${page}/*?`);
  return (
    <Link href={`/${page}`} className="navigation-link" aria-current={isCurrent ? 'page' : undefined}>
      {texts.shell.pages[page]}
    </Link>
  );
}
