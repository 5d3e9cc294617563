/** Points around the commit of a command at which a test can kill the process: random kills hardly ever hit them. */
export const COMMAND_FAILPOINTS = [
  'before-update',
  'before-log',
  'after-log',
  'after-stored-answer',
  'before-commit',
  'after-commit',
] as const;

/** The same around the hand-over of an e-mail. */
export const DELIVERY_FAILPOINTS = ['before-hand-over', 'after-hand-over', 'before-delivery-commit'] as const;

/** The same around an attempt to send an event to a webhook endpoint. */
export const WEBHOOK_FAILPOINTS = [
  'before-webhook-attempt',
  'after-webhook-response',
  'before-webhook-commit',
] as const;

/** The same around a slice of a policy run. */
export const POLICY_RUN_FAILPOINTS = ['before-slice-commit', 'after-slice'] as const;

export const FAILPOINTS = [
  ...COMMAND_FAILPOINTS,
  ...DELIVERY_FAILPOINTS,
  ...WEBHOOK_FAILPOINTS,
  ...POLICY_RUN_FAILPOINTS,
] as const;
export type Failpoint = (typeof FAILPOINTS)[number];

let armed: { name: string; passes: number; signal: 'SIGKILL' | 'SIGSTOP' } | undefined;

/**
 * @param setting the name of a failpoint and, if not the first, the pass that kills the process: `before-log:3`. With `:stop` the
 * process is not killed, but stops until it gets SIGCONT.
 */
export function armFailpoint(setting: string): void {
  const [name, pass = '1', stop] = setting.split(':');
  armed = { name: name!, passes: Number(pass), signal: stop ? 'SIGSTOP' : 'SIGKILL' };
}

/** Kills the process, like a power cut, or stops it, like a sleeping computer, if a test has armed this failpoint (see config.ts). */
export function failpoint(name: Failpoint): void {
  if (armed?.name === name && --armed.passes === 0) process.kill(process.pid, armed.signal);
}
