import { type KeyboardEvent, useId, useState } from 'react';
import { errorText } from '../../api/error-text.js';
import { OverDialog } from '../../controls/dialog/over-dialog.js';
import { isKey } from '../../keys/keys.js';
import { texts } from '../../texts/texts.js';
import type { Entry } from './entries.js';
import { PaletteList } from './palette-list.js';
import { usePaletteEntries } from './use-palette-entries.js';
import './palette.css';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/**
 * Goes anywhere and does anything by typing a few letters: pages, what can be done now, customers and actions. A combobox as the
 * ARIA Authoring Practices describe it: the focus stays in the field, and the arrow keys move through the list.
 */
export function Palette({ onClose }: { onClose: () => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const [position, setPosition] = useState(0);
  const { groups, isSearching, error } = usePaletteEntries(text);
  const entries = groups.flatMap((group) => group.entries);
  const active = entries[Math.min(position, entries.length - 1)];

  const run = (entry: Entry) => {
    onClose();
    // After the dialog has gone: what runs may take the focus, or look whether a dialog is open.
    setTimeout(() => entry.run());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isKey(event.nativeEvent, 'palette')) {
      event.preventDefault();
      onClose();
      return;
    }
    const step = STEPS[event.key];
    if (event.nativeEvent.isComposing || !active || (step === undefined && event.key !== 'Enter')) return;
    event.preventDefault();
    if (step === undefined) run(active);
    else setPosition((entries.indexOf(active) + step + entries.length) % entries.length);
  };
  const empty = isSearching ? texts.palette.searching : texts.palette.empty(text.trim());
  return (
    <OverDialog title={texts.palette.title} isTitleShown={false} onClose={onClose}>
      <input
        className="palette-input"
        role="combobox"
        aria-label={texts.palette.title}
        aria-expanded={entries.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active && `${id}-${active.id}`}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        placeholder={texts.palette.placeholder}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setPosition(0);
        }}
        onKeyDown={onKeyDown}
      />
      <PaletteList id={id} groups={groups} active={active} onRun={run} />
      <p className={entries.length > 0 && !error ? 'visually-hidden' : 'palette-empty'} role="status">
        {error ? errorText(error) : entries.length > 0 ? texts.palette.found(entries.length) : empty}
      </p>
    </OverDialog>
  );
}
