import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../../controls/button.js';
import { Popover } from '../../controls/dialog/popover.js';
import { Notice } from '../../controls/notice.js';
import { useKeys } from '../../keys/use-keys.js';
import { useMay, useSession } from '../../session/session.js';
import { texts } from '../../texts/texts.js';
import { useSettings } from '../../company/settings.js';
import type { Action } from '../action.js';
import { finalsOf } from '../message/draft.js';
import type { KeptDraft } from '../message/kept-draft.js';
import { useApproveLabel } from './approve-label.js';
import { Choice } from './dialogs/choice.js';
import { choicesOf, type MoreItem } from './allowed/choices.js';
import type { Command } from './commands.js';
import { useSuppressed } from '../suppressed/suppressions.js';
import { CompleteDialog } from './dialogs/complete-dialog.js';
import { isOwnWork } from './allowed/four-eyes.js';
import { usePendingDecisions } from './pending-decisions.js';
import { RejectDialog } from './dialogs/reject-dialog.js';
import { SnoozeDialog } from './dialogs/snooze-dialog.js';
import { UndoStrip } from './undo-strip.js';
import './decision-bar.css';

const t = texts.decision;

interface Props {
  action: Action;
  kept: KeptDraft;
  /** Whether the action has changed under the eyes of the person, who has not accepted that yet. */
  hasChanged: boolean;
  isSaving: boolean;
  error: string | null;
  onDecide: (command: Command) => void;
  /** Approves with what is typed. */
  onApprove: () => void;
  onSave: () => void;
}

/** The decision, always in sight: what will happen, and what else can be done. Only what the API allows. */
export function DecisionBar({
  action,
  kept,
  hasChanged,
  isSaving,
  error,
  onDecide,
  onApprove,
  onSave,
}: Props) {
  const pending = usePendingDecisions();
  const { host } = pending;
  // Before the browser paints: otherwise the strip would be there twice for a moment.
  useLayoutEffect(host, [host]);
  const [open, setOpen] = useState<OpenDialog>(null);
  const bar = useRef<HTMLDivElement>(null);
  const mayDecide = useMay('decide');
  const isTyping = kept.draft !== null;
  const isBeingDecided = pending.isDecided(action.id);
  const mayNow = mayDecide && !isBeingDecided && !isSaving;
  const choices = choicesOf(action, isTyping);
  const suppressed = useSuppressed(action);
  const fourEyes = useFourEyes(action, kept);
  const mayApprove = mayNow && choices.primary === 'approve' && fourEyes === null;
  const to = kept.draft?.to ?? action.to;
  const label = useApproveLabel(action, hasChanged ? (isTyping ? 'mine' : 'this') : null, to.length > 0);

  const decide = (command: Command) => {
    setOpen(null);
    onDecide(command);
  };
  const onMore = (item: MoreItem) => {
    if (item === 'complete') return setOpen('complete');
    if (item === 'send')
      return decide({ name: 'send', body: kept.draft ? finalsOf(kept.draft, action) : {} });
    return decide({ name: item });
  };
  useKeys({
    ...(mayApprove && { approve: onApprove }),
    ...(mayNow && choices.mayEdit && !isTyping && { edit: kept.start }),
    ...(mayNow && choices.mayReject && { reject: () => setOpen('reject') }),
    ...(mayNow && choices.mayEdit && !isTyping && { snooze: () => setOpen('snooze') }),
  });
  return (
    <section className="decision-bar" aria-label={t.bar} ref={bar}>
      <UndoStrip />
      {error && <Notice kind="bad">{error}</Notice>}
      <Sentence action={action} fourEyes={mayDecide && choices.primary === 'approve' ? fourEyes : null} />
      {mayDecide && !isBeingDecided && (
        <div className="decision-bar-buttons">
          {choices.primary === 'approve' && (
            <Button kind="primary" hint="approve" isDisabled={!mayApprove} onPress={onApprove}>
              {label}
            </Button>
          )}
          {choices.primary === 'complete' && (
            <Button kind="primary" onPress={() => setOpen('complete')}>
              {t.complete}
            </Button>
          )}
          {(choices.primary === 'retry' || choices.primary === 'restore') && (
            <Button
              kind="primary"
              isDisabled={choices.primary === 'retry' && suppressed.length > 0}
              onPress={() => decide({ name: choices.primary as 'retry' })}
            >
              {t[choices.primary]}
            </Button>
          )}
          {choices.mayEdit && !isTyping && (
            <>
              <Button hint="edit" onPress={kept.start}>
                {t.edit}
              </Button>
              <Button hint="snooze" onPress={() => setOpen('snooze')}>
                {t.snooze}
              </Button>
            </>
          )}
          {isTyping && (
            <>
              <Button isDisabled={!mayNow || hasChanged} onPress={onSave}>
                {isSaving ? t.saving : t.save}
              </Button>
              <Button kind="plain" isDisabled={isSaving} onPress={kept.discard}>
                {t.discard}
              </Button>
            </>
          )}
          {choices.mayReject && (
            <Button kind="danger" hint="reject" onPress={() => setOpen('reject')}>
              {t.reject}
            </Button>
          )}
          {choices.more.length > 0 && <Button onPress={() => setOpen('more')}>{t.moreButton}…</Button>}
        </div>
      )}
      <Dialogs
        action={action}
        anchor={bar}
        open={open}
        more={choices.more}
        onClose={() => setOpen(null)}
        onDecide={decide}
        onMore={onMore}
      />
    </section>
  );
}

/** Why the person cannot approve, if the company asks for four eyes; null if nothing is against it. */
function useFourEyes(action: Action, kept: KeptDraft): string | null {
  const { contact } = useSession();
  const { data: settings } = useSettings();
  if (!settings?.four_eyes) return null;
  if (isOwnWork(action, contact.id)) return t.fourEyes;
  const isChanged = kept.draft !== null && Object.keys(finalsOf(kept.draft, action)).length > 0;
  return isChanged ? t.fourEyesEditing : null;
}

/** One line where there is something to explain. */
function Sentence({ action, fourEyes }: { action: Action; fourEyes: string | null }): ReactNode {
  const mayDecide = useMay('decide');
  const sentence = !mayDecide
    ? t.viewer
    : action.is_deleted
      ? t.ended.deleted
      : action.status === 'completed' || action.status === 'cancelled'
        ? t.ended[action.status]
        : action.delivery?.status === 'sending'
          ? t.ended.inProgress
          : fourEyes;
  return sentence && <p className="decision-bar-sentence">{sentence}</p>;
}

type OpenDialog = 'reject' | 'snooze' | 'complete' | 'more' | null;

interface DialogsProps {
  action: Action;
  anchor: RefObject<HTMLElement | null>;
  open: OpenDialog;
  more: readonly MoreItem[];
  onClose: () => void;
  onDecide: (command: Command) => void;
  onMore: (item: MoreItem) => void;
}

function Dialogs({ action, anchor, open, more, onClose, onDecide, onMore }: DialogsProps) {
  const common = { anchor, side: 'above', onClose } as const;
  if (open === 'reject')
    return (
      <Popover title={t.reasons.title} {...common}>
        <RejectDialog onReject={(body) => onDecide({ name: 'reject', body })} />
      </Popover>
    );
  if (open === 'snooze')
    return (
      <Popover title={t.snoozes.title} {...common}>
        <SnoozeDialog
          expiresAt={action.expires_at}
          onSnooze={(until) => onDecide({ name: 'snooze', body: { scheduled_for: until.toISOString() } })}
        />
      </Popover>
    );
  if (open === 'complete')
    return (
      <Popover key="complete" title={t.completing.title} {...common}>
        <CompleteDialog
          isCall={action.action_type === 'call'}
          onComplete={(body) => onDecide({ name: 'complete', body })}
        />
      </Popover>
    );
  if (open === 'more')
    return (
      <Popover key="more" title={t.moreButton} {...common}>
        <div className="decision-choices">
          {more.map((item, index) => (
            <Choice key={item} digit={null} isFirst={index === 0} onChoose={() => onMore(item)}>
              {t[item]}
            </Choice>
          ))}
        </div>
      </Popover>
    );
  return null;
}
