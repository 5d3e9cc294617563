import { type LiveEvent, WATCHED } from './events.js';

interface Handlers {
  onEvent: (event: LiveEvent) => void;
  /** The stream begins, or begins again: what was read before may be outdated. */
  onOpen: () => void;
  onLost: () => void;
  /** The server refused the stream, which may be the end of the session. */
  onRefused: () => void;
}

/** How long to wait before a stream that was refused is asked for again; longer each time. */
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;
/** A server that restarts, or a change of the network, is no news. */
const LOST_AFTER_MS = 3_000;

/**
 * Follows the events of a company. The browser takes a lost connection up again by itself, where it was; a stream that the server
 * refused or ended is opened anew.
 * @returns ends it
 */
export function followEvents(company: string, handlers: Handlers): () => void {
  const url = `/api/companies/${company}/events/stream?types=${WATCHED.join()}`;
  let source: EventSource;
  let wait = FIRST_WAIT_MS;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let losing: ReturnType<typeof setTimeout> | undefined;

  const lose = () => (losing ??= setTimeout(handlers.onLost, LOST_AFTER_MS));
  const reopen = () => {
    source.close();
    clearTimeout(reopening);
    reopening = setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };
  function open(): void {
    source = new EventSource(url);
    source.addEventListener('open', () => {
      clearTimeout(losing);
      losing = undefined;
      wait = FIRST_WAIT_MS;
      handlers.onOpen();
    });
    source.addEventListener('message', ({ data }: MessageEvent<string>) =>
      handlers.onEvent(JSON.parse(data) as LiveEvent),
    );
    source.addEventListener('error', () => {
      lose();
      if (source.readyState !== EventSource.CLOSED) return;
      handlers.onRefused();
      reopen();
    });
    // The stream cannot go on: access has ended, or its place in the feed is gone.
    source.addEventListener('problem', () => {
      lose();
      handlers.onRefused();
      reopen();
    });
  }
  open();
  return () => {
    source.close();
    clearTimeout(reopening);
    clearTimeout(losing);
  };
}
