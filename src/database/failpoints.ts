/** Moments around the commit of a command; a test has the process killed there, which by chance hardly ever happens. */
export const FAILPOINTS = [
  'before-update',
  'before-log',
  'after-log',
  'after-stored-answer',
  'before-commit',
  'after-commit',
] as const;
export type Failpoint = (typeof FAILPOINTS)[number];

let armed: { name: string; passes: number } | undefined;

/** @param setting the name of a failpoint, and which pass of it kills: `before-log:3` */
export function arm(setting: string): void {
  const [name, pass = '1'] = setting.split(':');
  armed = { name: name!, passes: Number(pass) };
}

/** Kills the process where a test has armed this point (see config.ts), as a power cut would. */
export function failpoint(name: Failpoint): void {
  if (armed?.name === name && --armed.passes === 0) process.kill(process.pid, 'SIGKILL');
}
