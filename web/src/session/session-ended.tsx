import { OverDialog } from '../controls/dialog/over-dialog.js';
import { texts } from '../texts/texts.js';
import { LogInWays } from './log-in-ways.js';
import './log-in-page.css';

/** Covers the page until its person is logged in again; it goes by itself when that has happened, here or in another tab. */
export function SessionEnded() {
  return (
    <OverDialog role="alertdialog" title={texts.session.titleEnded}>
      <p>{texts.session.ended}</p>
      <LogInWays keepsPage />
    </OverDialog>
  );
}
