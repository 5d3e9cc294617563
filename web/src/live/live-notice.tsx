import { texts } from '../texts/texts.js';
import { useLiveState } from './live-line.js';
import './live-notice.css';

/** One quiet line above the list: what others did, or that the list may be outdated. Screen readers hear it when they pause. */
export function LiveNotice() {
  const { line, isLost } = useLiveState();
  const text = isLost ? texts.live.lost : line;
  return (
    <div className="live-notice" role="status" data-lost={isLost || undefined}>
      {text && <p title={text}>{text}</p>}
    </div>
  );
}
