import { useEffect, useRef, useState } from 'react';
import { RejectDialog } from '../../action/decision/dialogs/reject-dialog.js';
import { Button } from '../../controls/button.js';
import { Popover } from '../../controls/dialog/popover.js';
import { isCovered } from '../../keys/covered.js';
import { texts } from '../../texts/texts.js';
import type { ListedAction } from '../list/fetch-list.js';
import { useBulk } from './use-bulk.js';
import './selection-bar.css';

interface Props {
  /** The selected actions. */
  actions: ListedAction[];
  /** All actions that are loaded. */
  loaded: ListedAction[];
  /** The address of the list. */
  href: string;
  onSelect: (ids: string[]) => void;
}

/** Says how many actions are selected, and decides about all of them. Escape leaves the selection. */
export function SelectionBar({ actions, loaded, href, onSelect }: Props) {
  const [isRejecting, setRejecting] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  const decide = useBulk(href);
  useEscape(() => onSelect([]));
  const can = (command: 'approve' | 'reject') =>
    actions.some(({ allowed_actions }) => allowed_actions.includes(command));
  return (
    <div ref={bar} className="selection-bar" role="group" aria-label={texts.selection.label}>
      <span className="selection-bar-count" role="status">
        {texts.selection.selected(actions.length)}
      </span>
      {actions.length < loaded.length && (
        <Button kind="plain" onPress={() => onSelect(loaded.map(({ id }) => id))}>
          {texts.selection.all(loaded.length)}
        </Button>
      )}
      <Button kind="plain" onPress={() => onSelect([])}>
        {texts.selection.clear}
      </Button>
      <span className="selection-bar-decide">
        <Button
          kind="primary"
          isDisabled={!can('approve')}
          onPress={() => {
            decide({ kind: 'approve' }, actions);
            onSelect([]);
          }}
        >
          {texts.selection.approve}
        </Button>
        <Button kind="danger" isDisabled={!can('reject')} onPress={() => setRejecting(true)}>
          {texts.selection.reject}
        </Button>
      </span>
      {isRejecting && (
        <Popover
          title={texts.selection.rejectTitle(actions.length)}
          anchor={bar}
          side="above"
          onClose={() => setRejecting(false)}
        >
          <RejectDialog
            confirm={texts.selection.rejectTitle(actions.length)}
            onReject={(rejection) => {
              setRejecting(false);
              decide({ kind: 'reject', rejection }, actions);
              onSelect([]);
            }}
          />
        </Popover>
      )}
    </div>
  );
}

/** Escape anywhere but in a field or an open dialog. */
function useEscape(leave: () => void): void {
  useEffect(() => {
    const onKeyDown = ({ key, target }: KeyboardEvent) => {
      if (key !== 'Escape' || isCovered()) return;
      if (target instanceof Element && target.matches('input:not([type=checkbox]), textarea, select')) return;
      leave();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
}
