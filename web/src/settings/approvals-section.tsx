import { Tick } from '../controls/field.js';
import { Section } from '../controls/page.js';
import { texts } from '../texts/texts.js';
import type { SectionProps } from './settings-editor.js';
import { fieldError } from './settings-form.js';

const words = texts.settings.approvals;

/** Who may approve. */
export function ApprovalsSection({ form, set, fields }: SectionProps) {
  return (
    <Section title={words.title}>
      <Tick
        label={words.approver}
        hint={words.approverHint}
        error={fieldError(fields, 'approver_required')}
        checked={form.approver_required}
        onChange={(event) => set({ approver_required: event.target.checked })}
      />
      <Tick
        label={words.fourEyes}
        hint={words.fourEyesHint}
        error={fieldError(fields, 'four_eyes')}
        checked={form.four_eyes}
        onChange={(event) => set({ four_eyes: event.target.checked })}
      />
    </Section>
  );
}
