import { useSearchParams } from 'wouter';
import { Notice } from '../controls/notice.js';
import { texts } from '../texts/texts.js';

/** Why the log-in at the organisation failed, by the code in the address; nothing without one. */
export function LogInErrors() {
  const [search] = useSearchParams();
  const code = search.get('error');
  if (code === null) return null;
  const { errors } = texts.session;
  return (
    <Notice kind="bad">
      {Object.hasOwn(errors, code) ? errors[code as keyof typeof errors] : errors.login_failed}
    </Notice>
  );
}
