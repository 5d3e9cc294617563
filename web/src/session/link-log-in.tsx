import { Button } from '../controls/button.js';
import { texts } from '../texts/texts.js';

/** A link that is being used, or one from an e-mail, which waits for a click. */
export function LinkLogIn({ needsClick, onConfirm }: { needsClick: boolean; onConfirm: () => void }) {
  if (!needsClick) return <p role="status">{texts.session.loggingIn}</p>;
  return (
    <>
      <p className="log-in-hint">{texts.session.confirmHint}</p>
      <Button kind="primary" onPress={onConfirm}>
        {texts.session.confirm}
      </Button>
    </>
  );
}
