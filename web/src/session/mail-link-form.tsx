import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useId } from 'react';
import { errorText } from '../api/error-text.js';
import { Button } from '../controls/button.js';
import { Notice } from '../controls/notice.js';
import { texts } from '../texts/texts.js';
import { rememberPath } from './return-path.js';
import { mailLink } from './session-requests.js';

/** Has a one-time link mailed. The browser checks the form of the address. */
export function MailLinkForm() {
  const id = useId();
  const {
    mutate,
    reset,
    isPending,
    isSuccess,
    error,
    variables = '',
  } = useMutation({ mutationFn: mailLink });
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    rememberPath();
    mutate((new FormData(event.currentTarget).get('email') as string).trim());
  };
  if (isSuccess)
    return (
      <>
        <Notice kind="info">{texts.session.mailed(variables)}</Notice>
        <Button onPress={reset}>{texts.session.mailAgain}</Button>
      </>
    );
  return (
    <form className="log-in-form" onSubmit={onSubmit}>
      <label htmlFor={id}>{texts.session.email}</label>
      <input
        id={id}
        name="email"
        type="email"
        autoComplete="email"
        required
        maxLength={254}
        aria-describedby={`${id}-hint`}
      />
      <p id={`${id}-hint`} className="log-in-hint">
        {texts.session.mailHint}
      </p>
      {error && <Notice kind="bad">{errorText(error)}</Notice>}
      <Button type="submit" isPending={isPending}>
        {texts.session.mailLink}
      </Button>
    </form>
  );
}
