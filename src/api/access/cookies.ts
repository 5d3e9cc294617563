import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Config } from '../../config/config.js';

/**
 * The cookies of people who log in. Over https their names begin with `__Host-`: browsers then accept them only from this host and
 * with Secure, so that no other site of the domain can set one. Over http, as on this machine, not every browser takes such cookies;
 * there the name contains the port, because browsers send cookies to all ports.
 */
@Injectable()
export class Cookies {
  constructor(private readonly config: Config) {}

  /** The value of a cookie; undefined if it is missing, or sent twice, so that it is not known which one is ours. */
  read(request: Request, name: string): string | undefined {
    const { cookie } = request.headers;
    if (cookie === undefined) return undefined;
    const start = `${this.fullName(request, name)}=`;
    const found = cookie.split(';').flatMap((pair) => {
      const text = pair.trim();
      return text.startsWith(start) ? [text.slice(start.length)] : [];
    });
    return found.length === 1 && found[0] !== '' ? found[0] : undefined;
  }

  /** @param value of characters that need no encoding in a cookie */
  set(request: Request, response: Response, name: string, value: string, expires: Date): void {
    response.cookie(this.fullName(request, name), value, { ...this.options(request), expires });
  }

  clear(request: Request, response: Response, name: string): void {
    response.clearCookie(this.fullName(request, name), this.options(request));
  }

  private fullName(request: Request, name: string): string {
    return this.isSecure(request) ? `__Host-${name}` : `${name}-${request.socket.localPort}`;
  }

  private options(request: Request) {
    return {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.isSecure(request),
      path: '/',
      encode: String,
    } as const;
  }

  /** By PUBLIC_URL, or else by the scheme of the request, which a trusted proxy may state. */
  private isSecure(request: Request): boolean {
    const { PUBLIC_URL } = this.config;
    return PUBLIC_URL === undefined ? request.secure : PUBLIC_URL.startsWith('https:');
  }
}

/** The name of the cookie with the secret of a session, without prefix. */
export const SESSION_COOKIE = 'daybook';
