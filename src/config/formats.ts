import { isIP } from 'node:net';
import { Transform } from 'class-transformer';

// The formats of environment variables.

export const Integer = (): PropertyDecorator =>
  Transform(({ value }) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : value));

export const between = (min: number, max: number) => (value: unknown) =>
  typeof value === 'number' && value >= min && value <= max;

export const splitList = (value: unknown): unknown =>
  typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;

export const CommaSeparated = (): PropertyDecorator => Transform(({ value }) => splitList(value));

export const everyItem = (isValid: (item: string) => boolean) => (value: unknown) =>
  Array.isArray(value) && (value as string[]).every(isValid);

export const isOrigin = (text: string): boolean =>
  /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;

/** Whether a text is the URL of a service on this machine. Plain http is safe there alone. */
const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);

export const isSafeUrl = (value: unknown): boolean => {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const url = new URL(value);
  const isProtected = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
  return isProtected && url.username === '' && url.password === '';
};

export const isProxy = (text: string): boolean => {
  const [address, bits] = text.split('/');
  const maxBits = { 0: 0, 4: 32, 6: 128 }[isIP(address!)]!;
  if (maxBits === 0) return ['loopback', 'linklocal', 'uniquelocal'].includes(text);
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= maxBits);
};

export const isPath = (value: unknown): boolean => typeof value === 'string' && !value.includes('\0');
