/** A hold as SQL returns it (see hold-sql.ts): the times are texts that Date can parse. */
export interface StoredHold {
  /** Null if only a person ends the hold. */
  until: string | null;
  reason: string;
  set_by: string;
  created_at: string;
}

/** What a person who decides on an action must know of a hold. */
export interface LatestHold extends Pick<StoredHold, 'until'> {
  kind: 'customer' | 'invoice';
}

/** The hold if it has not passed; a hold that has passed does not exist for anybody. */
export const inForce = <Hold extends Pick<StoredHold, 'until'>>(hold: Hold | null, now: Date): Hold | null =>
  hold !== null && (hold.until === null || new Date(hold.until) > now) ? hold : null;

/** For sentences: "The customer is on hold until …". */
export const untilText = (until: Date | string | null): string =>
  until ? `until ${new Date(until).toISOString()}` : 'until a person ends the hold';
