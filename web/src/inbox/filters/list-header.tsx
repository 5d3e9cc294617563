import { lazy, Suspense, useRef, useState } from 'react';
import { Button } from '../../controls/button.js';
import { Popover } from '../../controls/dialog/popover.js';
import { number } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import type { Tab } from '../tabs.js';
import { FilterChips } from './filter-chips.js';
import { chipsOf } from './filter-texts.js';
import { isSortable, type ListState, type Sort, SORTS, without } from './filters.js';
import { SearchBox } from './search-box.js';
import './list-header.css';

const FilterForm = lazy(() => import('./filter-form.js'));

interface Props {
  tab: Tab;
  state: ListState;
  change: (state: ListState) => void;
}

/** Finds, orders and narrows the list; shows what narrows it. */
export function ListHeader({ tab, state, change }: Props) {
  const { filters, sort } = state;
  const [isOpen, setOpen] = useState(false);
  const tools = useRef<HTMLDivElement>(null);
  const active = chipsOf(filters, { customer: null, assignee: null }).length;
  return (
    <div className="list-header">
      <div ref={tools} className="list-header-tools" role="search">
        <SearchBox
          value={filters.search ?? ''}
          onChange={(search) =>
            change({ ...state, filters: { ...without(filters, 'search'), ...(search && { search }) } })
          }
        />
        {isSortable(tab) && (
          <select
            className="list-sort"
            aria-label={texts.filters.sort}
            value={sort}
            onChange={({ target }) => change({ ...state, sort: target.value as Sort })}
          >
            {SORTS.map((name) => (
              <option key={name} value={name}>
                {texts.filters.sorts[name]}
              </option>
            ))}
          </select>
        )}
        <Button aria-haspopup="dialog" aria-expanded={isOpen} onPress={() => setOpen(true)}>
          {active > 0 ? texts.filters.openWith(number(active)) : texts.filters.open}
        </Button>
        {isOpen && (
          <Popover title={texts.filters.open} anchor={tools} side="below" onClose={() => setOpen(false)}>
            <Suspense>
              <FilterForm
                tab={tab}
                filters={filters}
                onApply={(next) => {
                  setOpen(false);
                  change({ ...state, filters: next });
                }}
              />
            </Suspense>
          </Popover>
        )}
      </div>
      {active > 0 && (
        <FilterChips
          filters={filters}
          onRemove={(name) => change({ ...state, filters: without(filters, name) })}
        />
      )}
    </div>
  );
}
