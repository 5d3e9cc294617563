import { number, percent } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import type { Progress } from './check.js';

/** How far a long work is: a bar and a sentence. Screen readers hear the sentence when they ask; the bar has its value. */
export function ProgressLine({
  progress,
  sentence,
}: {
  progress: Progress;
  sentence: (done: string, all: string) => string;
}) {
  const share = progress.kind === 'stored' ? progress.share : progress.done / Math.max(1, progress.all);
  const text =
    progress.kind === 'stored'
      ? texts.imports.check.stored(percent(share))
      : sentence(number(progress.done), number(progress.all));
  return (
    <div>
      <progress className="imports-progress" aria-label={text} value={share} max={1} />
      <p className="muted figures">{text}</p>
    </div>
  );
}
