import { useEffect } from 'react';
import { keyLabel } from '../../keys/keys.js';
import { texts } from '../../texts/texts.js';
import type { Entry, EntryGroup } from './entries.js';

interface Props {
  /** Of the palette: the ids of its parts begin with it. */
  id: string;
  groups: readonly EntryGroup[];
  /** What Enter runs. */
  active: Entry | undefined;
  onRun: (entry: Entry) => void;
}

/** The entries by group; the active one is kept in sight. */
export function PaletteList({ id, groups, active, onRun }: Props) {
  useEffect(() => {
    if (active) document.getElementById(`${id}-${active.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    <div className="palette-list" id={`${id}-list`} role="listbox" aria-label={texts.palette.title}>
      {groups.map((group) => (
        <div key={group.id} role="group" aria-labelledby={`${id}-${group.id}`}>
          <div className="palette-group" id={`${id}-${group.id}`} role="presentation">
            {texts.palette.groups[group.id]}
          </div>
          {group.entries.map((entry) => (
            // The keys act in the field.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={entry.id}
              id={`${id}-${entry.id}`}
              className="palette-entry"
              role="option"
              tabIndex={-1}
              aria-selected={entry === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onRun(entry)}
            >
              <span className="palette-name">{entry.name}</span>
              {entry.detail && <span className="palette-detail">{entry.detail}</span>}
              {entry.key && <kbd aria-hidden="true">{keyLabel(entry.key)}</kbd>}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
