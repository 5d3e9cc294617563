import { action } from './en/action.js';
import { decision } from './en/decision.js';
import { errors } from './en/errors.js';
import { filters } from './en/filters.js';
import { inbox } from './en/inbox.js';
import { live } from './en/live.js';
import { selection } from './en/selection.js';
import { session } from './en/session.js';
import { shell } from './en/shell.js';
import { trail } from './en/trail.js';

/** Every text of the page, by the room that shows it. A translation is another object of this type. */
export const en = { action, decision, errors, filters, inbox, live, selection, session, shell, trail };

export type Texts = typeof en;
