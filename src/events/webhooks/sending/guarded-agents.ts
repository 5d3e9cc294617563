import { promises as dns, type LookupAddress } from 'node:dns';
import type { Agent } from 'node:http';
import type { LookupFunction } from 'node:net';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { isPublicAddress } from './addresses.js';

export class AddressNotAllowed extends Error {
  readonly code = 'address_not_allowed';
}

/**
 * Looks names up in the DNS alone. The look-up of the operating system would also read /etc/hosts, and has four threads, which a few
 * slow name servers could keep busy for all endpoints.
 */
export const publicResolver = (): dns.Resolver => new dns.Resolver({ timeout: 4_000, tries: 2 });

async function addressesOf(resolver: dns.Resolver, name: string): Promise<LookupAddress[]> {
  const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = [
    ...(four.status === 'fulfilled' ? four.value.map((address) => ({ address, family: 4 })) : []),
    ...(six.status === 'fulfilled' ? six.value.map((address) => ({ address, family: 6 })) : []),
  ];
  if (found.length === 0) throw four.status === 'rejected' ? four.reason : new Error('no address');
  // One private address among public ones is an attempt to reach it.
  if (!found.every(({ address }) => isPublicAddress(address))) throw new AddressNotAllowed();
  return found;
}

/** The socket connects to the addresses that were checked: the name is not looked up again. */
export const publicLookup =
  (resolver: dns.Resolver): LookupFunction =>
  (name, options, callback) => {
    addressesOf(resolver, name).then(
      (found) => (options.all ? callback(null, found) : callback(null, found[0]!.address, found[0]!.family)),
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };

export interface Agents {
  'http:': Agent;
  'https:': Agent;
}

/** Without keep-alive: a connection serves one attempt, so an answer that is late or too long spoils no other. */
export function guardedAgents(allowsPrivate: boolean, resolver: dns.Resolver): Agents {
  const options = allowsPrivate
    ? { allowPrivateIPAddress: true, allowMetaIPAddress: true }
    : { lookup: publicLookup(resolver) };
  return {
    'http:': new RequestFilteringHttpAgent({ keepAlive: false, ...options }),
    'https:': new RequestFilteringHttpsAgent({ keepAlive: false, ...options }),
  };
}
