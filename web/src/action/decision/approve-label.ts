import { texts } from '../../texts/texts.js';
import { useSettings } from '../../company/settings.js';
import type { Action } from '../action.js';
import { useWhen } from '../beside/use-when.js';

/**
 * What the button of the approval says: what will happen.
 * An e-mail that cannot be sent as it is only is approved.
 * @param change what is approved if the action has changed under the eyes: what it is now, or what the person has typed
 */
export function useApproveLabel(
  action: Action,
  change: 'this' | 'mine' | null,
  hasRecipient: boolean,
): string {
  const { data: settings } = useSettings();
  const when = useWhen(action);
  const t = texts.decision;
  if (change) return change === 'mine' ? t.approveMine : t.approveThis;
  if (action.action_type !== 'email' || !hasRecipient) return t.approve;
  if (settings?.delivery === 'external') return t.approveExternal;
  if (!when) return t.approve;
  return when.text === null ? t.approveAndSend : t.approveLater(when.text);
}
