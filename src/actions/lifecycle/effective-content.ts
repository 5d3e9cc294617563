/** An action's texts, as its row has them. */
export interface Texts {
  metadata: Record<string, unknown>;
  content: string | null;
}

/** The text that goes out: the final content if there is one, otherwise the draft; null if there is no draft either. */
export const effectiveContent = ({ metadata, content }: Texts): string | null =>
  typeof metadata.final_content === 'string' ? metadata.final_content : content;

/** The subject that goes out: the final subject if there is one, otherwise that of the draft; null if there is neither. */
export const effectiveSubject = (action: {
  subject: string | null;
  finalSubject: string | null;
}): string | null => action.finalSubject ?? action.subject;
