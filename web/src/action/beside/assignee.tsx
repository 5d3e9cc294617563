import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { errorText } from '../../api/error-text.js';
import { useContacts } from '../../company/contacts.js';
import { Notice } from '../../controls/notice.js';
import { ACTION_KEYS } from '../../inbox/actions.js';
import { useMay } from '../../session/session.js';
import { texts } from '../../texts/texts.js';
import type { Action } from '../action.js';
import { isUndecided } from '../changes/what-changed.js';
import { edit } from '../decision/commands.js';

const { assignee: t } = texts.action;

/** Who of the company looks after the action, and handing it to somebody else. Nothing to a reader if nobody does. */
export function Assignee({ action }: { action: Action }) {
  const id = useId();
  const queryClient = useQueryClient();
  const mayAssign = useMay('decide') && isUndecided(action);
  const contacts = useContacts().data?.filter(({ active }) => active);
  const assign = useMutation({
    mutationFn: (contact: string | null) => edit(action, { assigned_to: contact }),
    onSuccess: (after) => {
      queryClient.setQueryData(ACTION_KEYS.one(action.company_id, action.id), after);
      return queryClient.invalidateQueries({ queryKey: ACTION_KEYS.lists(action.company_id) });
    },
    onError: () =>
      void queryClient.invalidateQueries({ queryKey: ACTION_KEYS.one(action.company_id, action.id) }),
  });
  const { assigned_to } = action;
  if (!assigned_to && !mayAssign) return null;
  const isListed = contacts?.some((contact) => contact.id === assigned_to?.id) ?? false;
  const chosen = assign.isPending ? assign.variables : (assigned_to?.id ?? null);
  return (
    <section className="panel panel-padded assignee">
      <label htmlFor={id}>{t.label}</label>
      {mayAssign ? (
        <select
          id={id}
          className="input"
          value={chosen ?? ''}
          disabled={assign.isPending}
          onChange={(event) => assign.mutate(event.target.value || null)}
        >
          <option value="">{t.nobody}</option>
          {assigned_to && !isListed && <option value={assigned_to.id}>{assigned_to.name}</option>}
          {contacts?.map((contact) => (
            <option key={contact.id} value={contact.id}>
              {contact.name}
            </option>
          ))}
        </select>
      ) : (
        <span id={id}>{assigned_to?.name}</span>
      )}
      {assign.error && (
        <Notice kind="bad">
          {t.failed} {errorText(assign.error)}
        </Notice>
      )}
    </section>
  );
}
