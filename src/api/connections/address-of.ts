import type { Socket } from 'node:net';
import { ipKeyGenerator } from 'express-rate-limit';

/** For IPv6 the network, because a client can use all of its addresses. A closed connection has no address. */
export const addressOf = ({ remoteAddress }: Socket): string =>
  remoteAddress ? ipKeyGenerator(remoteAddress) : 'none';
