const DAY_MS = 86_400_000;

/** Whole days since the due date (YYYY-MM-DD) by the calendar of the browser; below zero before it, 0 on the day. */
export function daysOverdue(dueDate: string, now = new Date()): number {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((today - Date.parse(`${dueDate}T00:00:00Z`)) / DAY_MS);
}
