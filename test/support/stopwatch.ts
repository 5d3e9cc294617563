const TICK_MS = 10;

/**
 * Milliseconds since, less those for which the machine had no time for this process: of what a server in it promises, only
 * waiting is measured.
 */
export function stopwatch(): () => number {
  const since = performance.now();
  let ticked = since;
  let stoodStill = 0;
  const tick = (): void => {
    const now = performance.now();
    stoodStill += Math.max(0, now - ticked - 2 * TICK_MS);
    ticked = now;
  };
  const ticking = setInterval(tick, TICK_MS).unref();
  return () => {
    tick();
    clearInterval(ticking);
    return performance.now() - since - stoodStill;
  };
}
