import { errors } from './en/errors.js';
import { session } from './en/session.js';
import { shell } from './en/shell.js';

/** Every text of the page, by the room that shows it. A translation is another object of this type. */
export const en = { errors, session, shell };

export type Texts = typeof en;
