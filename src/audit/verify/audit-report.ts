import type { Finding } from './findings.js';

/** The result of a verification. Nothing is wrong if `broken_count` is 0. */
export interface AuditReport {
  actions: number;
  entries: number;
  broken: Finding[];
  /** More than there are in `broken` if there are too many to list. */
  broken_count: number;
}
