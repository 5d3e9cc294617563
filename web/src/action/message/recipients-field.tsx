import type { RecipientResponse } from '@daybook/client';
import { type FormEvent, useId, useRef, useState } from 'react';
import { Button } from '../../controls/button.js';
import { texts } from '../../texts/texts.js';
import { useCustomer } from '../../customers/one-customer.js';
import { recipientText } from '../changes/what-changed.js';
import { hasAddress, MAX_RECIPIENTS, readRecipient } from './draft.js';

interface Props {
  name: 'to' | 'cc';
  recipients: readonly RecipientResponse[];
  /** The recipients of both fields, none of which may be twice. */
  taken: readonly RecipientResponse[];
  isFull: boolean;
  customerId: string;
  onChange: (recipients: RecipientResponse[]) => void;
}

/** Who gets the e-mail or a copy: chosen from the customer's contacts, or typed. */
export function RecipientsField({ name, recipients, taken, isFull, customerId, onChange }: Props) {
  const { message } = texts.action;
  const [inputId, errorId] = [useId(), useId()];
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const suggestions = useSuggestions(customerId).filter(({ address }) => !hasAddress(taken, address));

  const add = (recipient: RecipientResponse) => onChange([...recipients, recipient]);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const recipient = readRecipient(text);
    if (!recipient) setError(message.badAddress);
    else if (hasAddress(taken, recipient.address)) setError(message.twice);
    else {
      add(recipient);
      setText('');
      setError(null);
    }
  };
  const remove = (address: string) => {
    onChange(recipients.filter((recipient) => recipient.address !== address));
    input.current?.focus();
  };
  return (
    <>
      <label htmlFor={inputId}>{message[name]}</label>
      <div className="recipients">
        {recipients.map((recipient) => (
          <span key={recipient.address} className="recipient">
            <bdi>{recipientText(recipient)}</bdi>
            <button
              type="button"
              className="recipient-remove"
              aria-label={message.remove(recipient.name ?? recipient.address)}
              onClick={() => remove(recipient.address)}
            >
              ×
            </button>
          </span>
        ))}
        {isFull ? (
          <span className="recipients-full">{message.full(MAX_RECIPIENTS)}</span>
        ) : (
          <form className="recipients-add" onSubmit={onSubmit} noValidate>
            <input
              id={inputId}
              ref={input}
              className="input"
              autoComplete="off"
              inputMode="email"
              placeholder={message.addPlaceholder}
              value={text}
              aria-invalid={error !== null}
              aria-describedby={error ? errorId : undefined}
              onChange={(event) => {
                setText(event.target.value);
                setError(null);
              }}
            />
            {text && <Button type="submit">{message.add}</Button>}
          </form>
        )}
        {error && (
          <p id={errorId} className="recipients-error" role="alert">
            {error}
          </p>
        )}
        {!isFull && suggestions.length > 0 && (
          <div className="recipients-suggestions" role="group" aria-label={message.suggestions}>
            {suggestions.map((contact) => (
              <button
                key={contact.address}
                type="button"
                title={contact.address}
                onClick={() => add(contact)}
              >
                {message.addContact(contact.name ?? contact.address)}
              </button>
            ))}
          </div>
        )}
      </div>
    </>
  );
}

const SUGGESTED = 8;

/** The customer's own address and its contacts. */
function useSuggestions(customerId: string): RecipientResponse[] {
  const { data: customer } = useCustomer(customerId);
  if (!customer) return [];
  const all = customer.contacts.map(({ name, email }) => ({ name, address: email }));
  if (customer.email && !hasAddress(all, customer.email))
    all.unshift({ name: customer.contact_name ?? customer.name, address: customer.email });
  return all.slice(0, SUGGESTED);
}
