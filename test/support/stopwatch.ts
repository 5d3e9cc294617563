const TICK_MS = 10;

/**
 * Starts a stopwatch, which measures elapsed milliseconds without those in which the event loop stood still: on a busy
 * machine, a server in this process is late through no fault of its own.
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
