import { type CustomerResponse, endCustomerHold, holdCustomer } from '@daybook/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { ApiError } from '../api/api-error.js';
import { dataOf } from '../api/client.js';
import { Button } from '../controls/button.js';
import { Failure } from '../controls/failure.js';
import { Field } from '../controls/field.js';
import { Notice } from '../controls/notice.js';
import { Section } from '../controls/page.js';
import { ACTION_KEYS } from '../inbox/actions.js';
import { useMay, useSession } from '../session/session.js';
import { time } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { holdText } from './hold-text.js';
import { LEDGER_KEYS } from './queries.js';

const words = texts.customers.hold;

/** Whether collection runs or is paused, and the way to change it. */
export function CustomerHold({ customer }: { customer: CustomerResponse }) {
  const { company } = useSession();
  const mayDecide = useMay('decide');
  const queries = useQueryClient();
  const path = { company_id: company.id, customer_id: customer.id };
  const [said, setSaid] = useState<string | null>(null);
  // The same key for repetitions of one request, so that a lost answer does no harm.
  const key = useRef(crypto.randomUUID());
  const headers = () => ({ 'Idempotency-Key': key.current });
  const onDone = (sentence: string) => {
    key.current = crypto.randomUUID();
    setSaid(sentence);
    void queries.invalidateQueries({ queryKey: LEDGER_KEYS.all(company.id) });
    void queries.invalidateQueries({ queryKey: ACTION_KEYS.all(company.id) });
  };
  const set = useMutation({
    mutationFn: (body: { reason: string; until: string | null }) =>
      dataOf(holdCustomer({ path, body, headers: headers(), throwOnError: true })),
    onSuccess: ({ cancelled_actions }) => onDone(words.cancelled(cancelled_actions)),
    onError: () => (key.current = crypto.randomUUID()),
  });
  const end = useMutation({
    mutationFn: () => dataOf(endCustomerHold({ path, headers: headers(), throwOnError: true })),
    onSuccess: () => onDone(words.ended),
  });
  const { hold } = customer;
  return (
    <Section title={words.title}>
      {said && <Notice kind="info">{said}</Notice>}
      {hold ? (
        <>
          <p>
            <b>{words.paused}</b> {holdText(hold)}.
          </p>
          <dl className="facts">
            <dt>{words.reason}</dt>
            <dd>{hold.reason}</dd>
          </dl>
          <p className="muted">{words.by(hold.set_by, time(hold.created_at))}</p>
          {end.error && <Failure error={end.error} />}
          {mayDecide && (
            <div>
              <Button isDisabled={end.isPending} onPress={() => end.mutate()}>
                {words.end}
              </Button>
            </div>
          )}
        </>
      ) : (
        <>
          {!said && <p className="muted">{words.running}</p>}
          {mayDecide && <HoldForm onHold={set.mutate} isPending={set.isPending} error={set.error} />}
        </>
      )}
      {!mayDecide && <p className="muted">{words.readers}</p>}
    </Section>
  );
}

function HoldForm({
  onHold,
  isPending,
  error,
}: {
  onHold: (hold: { reason: string; until: string | null }) => void;
  isPending: boolean;
  error: Error | null;
}) {
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The hold ends when the day begins, in the time zone of the person.
    onHold({ reason, until: until === '' ? null : new Date(`${until}T00:00`).toISOString() });
  };
  const fields = error instanceof ApiError ? error.fields : {};
  return (
    <form className="customer-hold" onSubmit={submit}>
      <Field label={words.reason} error={fields.reason}>
        {(props) => (
          <input
            {...props}
            className="input"
            required
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <Field label={words.until} hint={words.untilHint} error={fields.until}>
        {(props) => (
          <input
            {...props}
            className="input"
            type="date"
            value={until}
            onChange={(event) => setUntil(event.target.value)}
          />
        )}
      </Field>
      {error && Object.keys(fields).length === 0 && <Failure error={error} />}
      <p className="field-hint">{words.effect}</p>
      <div>
        <Button type="submit" isDisabled={isPending || reason.trim() === ''}>
          {words.set}
        </Button>
      </div>
    </form>
  );
}
