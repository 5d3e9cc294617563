/** What went wrong, for a terminal. Node puts the failures of a name's several addresses into one, without a message. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('\n');
  return error instanceof Error ? error.message : String(error);
}
