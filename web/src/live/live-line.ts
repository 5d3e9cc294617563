import { useSyncExternalStore } from 'react';

/** What the list says about the world: the latest line, and whether the connection is lost. */
export interface LiveState {
  line: string | null;
  isLost: boolean;
}

/** How long a line stays unless another takes its place. */
const SHOWN_MS = 8_000;

let state: LiveState = { line: null, isLost: false };
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function change(next: Partial<LiveState>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

/** Shows a line for eight seconds. */
export function tell(line: string): void {
  clearTimeout(timer);
  timer = setTimeout(() => change({ line: null }), SHOWN_MS);
  change({ line });
}

export const setLost = (isLost: boolean): void => {
  if (state.isLost !== isLost) change({ isLost });
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useLiveState = (): LiveState => useSyncExternalStore(subscribe, () => state);
