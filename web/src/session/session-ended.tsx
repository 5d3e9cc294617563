import { OverDialog } from '../controls/dialog/over-dialog.js';
import { texts } from '../texts/texts.js';
import { LogInWays } from './log-in-ways.js';
import './log-in-page.css';

/** For a session that ends soon however much it is used: the page stays, and a session that begins in another tab takes over. */
export function LogInAgain({ onClose }: { onClose: () => void }) {
  return (
    <OverDialog title={texts.session.logInAgain} onClose={onClose}>
      <p>{texts.session.again}</p>
      <LogInWays keepsPage />
    </OverDialog>
  );
}

/** Covers the page until its person is logged in again; it goes by itself when that has happened, here or in another tab. */
export function SessionEnded() {
  return (
    <OverDialog role="alertdialog" title={texts.session.titleEnded}>
      <p>{texts.session.ended}</p>
      <LogInWays keepsPage />
    </OverDialog>
  );
}
