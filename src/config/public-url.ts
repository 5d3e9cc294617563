import type { Config } from './config.js';

/** A URL that works on this machine, even if the process listens on all addresses. */
export function localUrl(address: string, port: number): string {
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * The URL at which people open this installation. It never comes from a request: whoever sends one can choose its Host, and so would
 * choose where the links lead that others get.
 * @param port on which the API listens
 */
export const publicUrl = (
  { PUBLIC_URL, HOST, PORT }: Pick<Config, 'PUBLIC_URL' | 'HOST' | 'PORT'>,
  port: number = PORT,
): string => PUBLIC_URL ?? localUrl(HOST, port);
