import { action } from './en/action.js';
import { controls } from './en/controls.js';
import { customers } from './en/customers.js';
import { decision } from './en/decision.js';
import { errors } from './en/errors.js';
import { figures } from './en/figures.js';
import { filters } from './en/filters.js';
import { imports } from './en/imports.js';
import { inbox } from './en/inbox.js';
import { keys } from './en/keys.js';
import { live } from './en/live.js';
import { palette } from './en/palette.js';
import { policy } from './en/policy.js';
import { selection } from './en/selection.js';
import { session } from './en/session.js';
import { settings } from './en/settings.js';
import { shell } from './en/shell.js';
import { trail } from './en/trail.js';

/** Every text of the page, by the room that shows it. A translation is another object of this type. */
export const en = {
  /** The language of the texts, and the direction in which the page is laid out with them. */
  language: 'en',
  direction: 'ltr' as 'ltr' | 'rtl',
  action,
  controls,
  customers,
  decision,
  errors,
  figures,
  filters,
  imports,
  inbox,
  keys,
  live,
  palette,
  policy,
  selection,
  session,
  settings,
  shell,
  trail,
};

export type Texts = typeof en;
