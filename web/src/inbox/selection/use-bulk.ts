import { usePendingDecisions } from '../../action/decision/pending-decisions.js';
import { useSession } from '../../session/session.js';
import { texts } from '../../texts/texts.js';
import type { ListedAction } from '../list/fetch-list.js';
import { type BulkCommand, decideAll } from './bulk.js';
import { setReport } from './results-store.js';

/**
 * Decides about several actions at once. Approvals wait for an undo of six seconds, like a single one; a rejection, which asks for
 * a reason, is sent at once.
 * @param href where the actions can be seen again
 */
export function useBulk(href: string): (command: BulkCommand, actions: readonly ListedAction[]) => void {
  const { company } = useSession();
  const { decide } = usePendingDecisions();
  return (command, actions) =>
    decide({
      doing: command.kind === 'approve' ? texts.selection.approving : texts.selection.rejecting,
      // Some may fail: the report tells.
      done: null,
      title: texts.selection.title(actions.length),
      href,
      companyId: company.id,
      actionIds: actions.map(({ id }) => id),
      isDelayed: command.kind === 'approve',
      send: async (request) => {
        const outcomes = await decideAll(company.id, command, actions, request);
        if (outcomes.some(({ failure }) => failure !== null)) setReport({ kind: command.kind, outcomes });
      },
    });
}
