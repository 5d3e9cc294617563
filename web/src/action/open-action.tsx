import type { ActionResponse } from '@daybook/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { ApiError } from '../api/api-error.js';
import { errorText } from '../api/error-text.js';
import { Button } from '../controls/button.js';
import { ACTION_KEYS } from '../inbox/actions.js';
import type { Tab } from '../inbox/tabs.js';
import { texts } from '../texts/texts.js';
import { Alternatives } from './alternatives.js';
import type { Action } from './action.js';
import { Beside } from './beside/beside.js';
import { hasLeft, isUndecided, whatChanged } from './changes/what-changed.js';
import { edit } from './decision/commands.js';
import { DecisionBar } from './decision/decision-bar.js';
import { usePendingDecisions } from './decision/pending-decisions.js';
import { useDecide, useOpenNext } from './decision/use-decide.js';
import { changesRecipients, type Draft, editsOf, finalsOf } from './message/draft.js';
import { useKeptDraft } from './message/kept-draft.js';
import { Message } from './message/message.js';
import { MessageEditor } from './message/message-editor.js';
import { Proposal, Warnings } from './proposal.js';
import { SuppressedNotice } from './suppressed/suppressed-notice.js';
import { Trail } from './trail/trail.js';
import { Why } from './why/why.js';

const ChangedNotice = lazy(() => import('./changes/changed-notice.js'));

interface Props {
  action: Action;
  tab: Tab;
  /** The action in the address, of which this may be an alternative. */
  openId: string;
  alternatives: readonly ActionResponse[];
  onChoose: (id: string) => void;
}

/** An action that is there: from what is proposed down to the trail, and the decision below. */
export function OpenAction({ action, tab, openId, alternatives, onChoose }: Props) {
  const alternativeIds = alternatives.map(({ id }) => id);
  const kept = useKeptDraft(action);
  const { changes, seen, accept } = useSeen(action, kept.seen);
  const decide = useDecide(action, { tab, openId, alternativeIds });
  const openNext = useOpenNext({ tab, openId });
  const save = useSave(action, (after) => {
    accept(after);
    kept.discard();
  });
  const isEditing = kept.draft !== null && isUndecided(action);
  const isGone = hasLeft(seen, action);

  const approve = async () => {
    accept(action);
    if (!kept.draft) return decide({ name: 'approve', body: {} }, action);
    if (!changesRecipients(kept.draft, action))
      return decide({ name: 'approve', body: finalsOf(kept.draft, action) }, action);
    const after = await save.mutateAsync(kept.draft).catch(() => null);
    if (after) decide({ name: 'approve', body: {} }, after);
  };
  return (
    <>
      <div className="action-scroll">
        <div className="action-columns">
          <div className="action-main">
            <Proposal action={action} backTo={`/inbox/${tab}${window.location.search}`} />
            <Suspense>
              {changes.length > 0 && (
                <ChangedNotice
                  before={seen}
                  now={action}
                  changes={changes}
                  isTyping={isEditing}
                  onAccept={
                    isGone
                      ? null
                      : () => {
                          accept(action);
                          kept.rebase(action);
                        }
                  }
                  onDiscard={() => {
                    accept(action);
                    kept.discard();
                  }}
                />
              )}
            </Suspense>
            {isGone && <Button onPress={openNext}>{texts.action.next}</Button>}
            <Warnings action={action} />
            <SuppressedNotice action={action} />
            <Alternatives actions={alternatives} chosenId={action.id} onChoose={onChoose} />
            {isEditing ? (
              <MessageEditor action={action} kept={kept} error={fieldErrors(save.error)} />
            ) : (
              <Message action={action} />
            )}
            <Why action={action} />
            <Trail action={action} />
          </div>
          <Beside action={action} alternativeIds={alternativeIds} />
        </div>
      </div>
      <DecisionBar
        action={action}
        kept={kept}
        hasChanged={changes.length > 0 && !isGone}
        isSaving={save.isPending}
        error={barError(save.error)}
        onDecide={(command) => decide(command)}
        onApprove={() => void approve()}
        onSave={() => kept.draft && save.mutate(kept.draft)}
      />
    </>
  );
}

/**
 * The action as the person has it before the eyes: when it was opened, when they began to type, or when they approved it, if that
 * failed. What has changed since is shown until they accept it.
 */
function useSeen(action: Action, seenWhenTyping: Action | null) {
  const { all } = usePendingDecisions();
  const [opened, accept] = useState<Action>(() => {
    const failed = all.find(
      ({ stage, decision }) => stage === 'failed' && decision.actionIds.includes(action.id),
    );
    const seen = failed?.decision.seen as Action | undefined;
    return seen?.id === action.id ? seen : (seenWhenTyping ?? action);
  });
  // An action that was opened after its decision has no draft to lose, and the facts above tell how it ended.
  const hasOnlyEnded =
    !isUndecided(opened) && (action.status === 'completed' || action.status === 'cancelled');
  return { seen: opened, changes: hasOnlyEnded ? [] : whatChanged(opened, action), accept };
}

/** Saves what is typed. A conflict reads the action again, which then shows what has changed; the text stays. */
function useSave(action: Action, onSaved: (after: Action) => void) {
  const queryClient = useQueryClient();
  const key = ACTION_KEYS.one(action.company_id, action.id);
  return useMutation({
    mutationFn: (draft: Draft) => edit(action, editsOf(draft, action)),
    onSuccess: (after) => {
      queryClient.setQueryData(key, after);
      onSaved(after);
      return queryClient.invalidateQueries({ queryKey: ACTION_KEYS.lists(action.company_id) });
    },
    onError: (error) => {
      if (error instanceof ApiError && error.status === 412)
        void queryClient.invalidateQueries({ queryKey: key });
    },
  });
}

/** The sentences about invalid fields; null if the failure is another one. */
const fieldErrors = (error: Error | null): string | null => {
  const sentences = error instanceof ApiError ? Object.values(error.fields) : [];
  return sentences.length > 0 ? sentences.join(' ') : null;
};

/** The sentence about a failure that nothing else on the page tells: a conflict shows what has changed instead. */
const barError = (error: Error | null): string | null =>
  error && fieldErrors(error) === null && !(error instanceof ApiError && error.status === 412)
    ? errorText(error)
    : null;
