import { errorText } from '../api/error-text.js';
import { texts } from '../texts/texts.js';
import { Button } from './button.js';
import { Notice } from './notice.js';

/** What could not be loaded or done, and the way to try again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <Notice kind="bad">
      <div className="row">
        <span>{errorText(error)}</span>
        {onRetry && <Button onPress={onRetry}>{texts.errors.retry}</Button>}
      </div>
    </Notice>
  );
}
