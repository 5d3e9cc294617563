const TICK_MS = 10;

/**
 * Starts a stopwatch and returns a function that stops it and returns the elapsed milliseconds, without the time during which the
 * event loop was blocked: on a busy machine, other tests delay a server that runs in this process.
 */
export function stopwatch(): () => number {
  const startedAt = performance.now();
  let lastTick = startedAt;
  let blockedMs = 0;
  const tick = (): void => {
    const now = performance.now();
    blockedMs += Math.max(0, now - lastTick - 2 * TICK_MS);
    lastTick = now;
  };
  const timer = setInterval(tick, TICK_MS).unref();
  return () => {
    tick();
    clearInterval(timer);
    return performance.now() - startedAt - blockedMs;
  };
}
