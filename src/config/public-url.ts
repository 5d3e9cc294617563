import type { Config } from './config.js';

/** A URL that works on this machine, even if the process listens on all addresses. */
export function localUrl(address: string, port: number): string {
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * The URL at which people open this installation. It never comes from a request: a client can send any
 * Host header, and would then choose the target of the links that other people get.
 * @param port on which the API listens
 */
export const publicUrl = (
  { PUBLIC_URL, HOST, PORT }: Pick<Config, 'PUBLIC_URL' | 'HOST' | 'PORT'>,
  port: number = PORT,
): string => PUBLIC_URL ?? localUrl(HOST, port);
