import { joinById } from '../../database/sql/join-by-id.js';

/** Joins the contact of a table with an `approved_by`, which may be null, as `p`. */
export const joinApprover = (alias: string): string =>
  `LEFT ${joinById(alias, 'approved_by', 'company_contact', 'p')}`;

/** SQL: the name of a contact of the company of a row; null if the column with the id is null. OFFSET 0 as in `joinById`. */
export const contactNameSql = (alias: string, key: string): string =>
  `(SELECT p.name FROM (SELECT * FROM company_contact WHERE id = ${alias}.${key} OFFSET 0) p WHERE p.company_id = ${alias}.company_id)`;

/** SQL: whether the contact still has the e-mail address to which access was granted. */
const isSamePerson = (alias: string): string => `lower(${alias}.email) = lower(${alias}.access_email)`;

/** SQL: a column of the access of a contact; null without access, and while the contact has another e-mail address. */
export const ifSamePerson = (alias: string, column: 'access_role' | 'access_id'): string =>
  `CASE WHEN ${isSamePerson(alias)} THEN ${alias}.${column} END AS ${column}`;

/**
 * SQL: the role with which a contact may log in and act now, otherwise null. Read it at each request: it ends with the access, with
 * `active`, and when a ledger sync changes the e-mail address.
 */
export const liveRole = (alias: string): string =>
  `CASE WHEN ${alias}.active AND ${isSamePerson(alias)} THEN ${alias}.access_role END`;
