import type { ActionState } from './action-state.js';

/** The text that goes out: the final content if there is one, otherwise the draft; null if there is no draft either. */
export const effectiveContent = ({
  metadata,
  content,
}: Pick<ActionState, 'metadata' | 'content'>): string | null =>
  typeof metadata.final_content === 'string' ? metadata.final_content : content;
