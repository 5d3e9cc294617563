import { useId, useState } from 'react';
import { Button } from '../controls/button.js';
import { OverDialog } from '../controls/dialog/over-dialog.js';
import { type KeyName, keyLabel } from '../keys/keys.js';
import { areShortcutsOn, turnShortcuts } from '../keys/shortcuts.js';
import { texts } from '../texts/texts.js';
import './keys-help.css';

const GROUPS = {
  move: ['next', 'previous', 'select'],
  decide: ['approve', 'edit', 'reject', 'snooze', 'undo'],
  find: ['search', 'palette', 'help'],
} as const satisfies Record<keyof typeof texts.keys.groups, readonly KeyName[]>;

/** What each key does, and the switch that turns single letters off. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  return (
    <OverDialog title={texts.keys.title} onClose={onClose}>
      <div className="keys-help-groups">
        {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => (
          <KeyTable key={group} name={texts.keys.groups[group]} keys={GROUPS[group]} />
        ))}
      </div>
      <p className="keys-help-hint">{texts.keys.others}</p>
      <ShortcutSwitch />
      <Button onPress={onClose}>{texts.keys.close}</Button>
    </OverDialog>
  );
}

function KeyTable({ name, keys }: { name: string; keys: readonly KeyName[] }) {
  return (
    <table className="keys-help">
      <caption>{name}</caption>
      <tbody>
        {keys.map((key) => (
          <tr key={key}>
            <td>{texts.keys.names[key]}</td>
            <th scope="row">
              <kbd>{keyLabel(key)}</kbd>
            </th>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ShortcutSwitch() {
  const id = useId();
  const [isOn, setOn] = useState(areShortcutsOn);
  return (
    <div className="keys-help-switch">
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => {
          turnShortcuts(target.checked ? 'on' : 'off');
          setOn(target.checked);
        }}
      />
      <label htmlFor={id}>{texts.keys.single}</label>
      <p id={`${id}-hint`} className="keys-help-hint">
        {texts.keys.singleHint}
      </p>
    </div>
  );
}
