import { texts } from '../texts/texts.js';
import './waiting.css';

/** Says that something is loaded, once it takes longer than 300 ms. */
export const Waiting = () => <p className="waiting muted">{texts.session.loading}</p>;
