import { useEffect, useRef } from 'react';
import type { KeyName } from './keys.js';

/** Something that can be done now, for the command palette. */
export interface Command {
  /** As a button would say it, such as "Retry the delivery". */
  name: string;
  /** The key that does the same. */
  key?: KeyName;
  run(): void;
}

/** What the mounted components offer, in the order in which they were mounted. */
const offers = new Set<{ current: readonly Command[] }>();

/** The commands that can be given now; of several with one name, the one that was offered last. */
export const currentCommands = (): Command[] => {
  const all = [...offers].flatMap((offer) => offer.current);
  return [...new Map(all.map((command) => [command.name, command])).values()];
};

/**
 * Offers commands in the palette as long as the component is mounted. Handlers of `useKeys` are offered without it. The array may
 * be a new one at each render.
 */
export function useCommands(commands: readonly Command[]): void {
  const offer = useRef(commands);
  useEffect(() => {
    offer.current = commands;
  });
  useEffect(() => {
    offers.add(offer);
    return () => void offers.delete(offer);
  }, []);
}
