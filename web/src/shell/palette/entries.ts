import type { KeyName } from '../../keys/keys.js';
import type { texts } from '../../texts/texts.js';

/** A line of the palette. */
export interface Entry {
  id: string;
  name: string;
  /** What tells it from others with the same name. */
  detail?: string;
  key?: KeyName;
  run(): void;
}

export interface EntryGroup {
  id: keyof typeof texts.palette.groups;
  entries: Entry[];
}
