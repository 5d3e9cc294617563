/** An action's texts, as its row has them. */
interface Texts {
  metadata: Record<string, unknown>;
  content: string | null;
}

/** The text that goes out: the final content if there is one, otherwise the draft; null if there is no draft either. */
export const effectiveContent = ({ metadata, content }: Texts): string | null =>
  typeof metadata.final_content === 'string' ? metadata.final_content : content;
