import { removeSuppression } from '@daybook/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '../../api/client.js';
import { errorText } from '../../api/error-text.js';
import { Button } from '../../controls/button.js';
import { Notice } from '../../controls/notice.js';
import { useMay } from '../../session/session.js';
import { texts } from '../../texts/texts.js';
import type { Action } from '../action.js';
import { suppressionOptions, type Suppression, useSuppressed } from './suppressions.js';
import './suppressed-notice.css';

const { suppressed: t } = texts.action;

/** Says that another attempt would cancel the action, because a recipient gets no e-mails, and what leads out of that. */
export function SuppressedNotice({ action }: { action: Action }) {
  const suppressed = useSuppressed(action);
  return suppressed.map((suppression) => (
    <Notice key={suppression.id} kind="warn">
      <div className="suppressed">
        <p>
          <b>{t.title(suppression.email)}</b>{' '}
          {suppression.reason === 'hard_bounce' ? t.bounced : t.reason(suppression.reason)}
        </p>
        <p>{t.hint}</p>
        <Allow action={action} suppression={suppression} />
      </div>
    </Notice>
  ));
}

function Allow({ action, suppression }: { action: Action; suppression: Suppression }) {
  const queries = useQueryClient();
  const mayDecide = useMay('decide');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      dataOf(
        removeSuppression({
          path: { company_id: action.company_id, suppression_id: suppression.id },
          throwOnError: true,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: suppressionOptions(action).queryKey }),
  });
  if (!mayDecide) return null;
  return (
    <>
      <Button isPending={isPending} onPress={() => mutate()}>
        {t.allow(suppression.email)}
      </Button>
      {error && <p>{errorText(error)}</p>}
    </>
  );
}
