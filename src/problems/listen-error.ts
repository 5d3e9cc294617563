export interface ListenTarget {
  /** The environment variable of the port. */
  variable: 'PORT' | 'METRICS_PORT';
  port: number;
  host: string;
}

const SENTENCES: Record<string, (target: ListenTarget) => string> = {
  EADDRINUSE: ({ variable, port, host }) =>
    `${variable}=${port} is already in use on ${host}: stop the process that uses it, or set ${variable} to another port.`,
  EACCES: ({ variable, port }) =>
    `${variable}=${port} needs a permission that the process does not have: set ${variable} to a port above 1023.`,
  EADDRNOTAVAIL: ({ host }) => `HOST=${host} is not an address of this machine.`,
  ENOTFOUND: ({ host }) => `HOST=${host} is not an address of this machine.`,
};

/** The error of a server that cannot listen, as a sentence that names the variable to change. */
export function listenError(error: unknown, target: ListenTarget): unknown {
  const sentence = SENTENCES[(error as NodeJS.ErrnoException).code ?? ''];
  return sentence ? new Error(sentence(target), { cause: error }) : error;
}
