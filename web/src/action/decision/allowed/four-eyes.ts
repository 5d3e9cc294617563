import type { Action } from '../../action.js';

const MESSAGE_FIELDS = ['subject', 'content', 'to', 'cc'];

/**
 * Whether four eyes keep the person from approving: who proposed an action or edited its message last cannot approve it. Only known
 * where the log says who acted; the API decides in any case.
 */
export function isOwnWork({ approval_log }: Pick<Action, 'approval_log'>, contactId: string): boolean {
  const proposal = approval_log.find(({ command }) => command === 'propose');
  const lastEdit = approval_log.findLast(
    ({ command, changes }) =>
      command === 'edit' && Object.keys(changes ?? {}).some((name) => MESSAGE_FIELDS.includes(name)),
  );
  return [proposal, lastEdit].some((entry) => entry?.actor_contact_id === contactId);
}
