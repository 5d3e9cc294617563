import ipaddr from 'ipaddr.js';

/** All global unicast addresses of IPv6: IANA has assigned no other block. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** Of the returned test network 6bone. */
const FORMER_TEST_IPV6 = ipaddr.IPv6.parseCIDR('3ffe::/16');
/** Azure's virtual public address answers every virtual machine with its platform's metadata. */
const METADATA_IPV4 = '168.63.129.16';

/**
 * Whether an address is public: neither private nor loopback, link-local, shared, multicast, reserved, or an IPv4 address
 * inside an IPv6 one (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4
    ? parsed.toString() !== METADATA_IPV4
    : parsed.match(GLOBAL_IPV6) && !parsed.match(FORMER_TEST_IPV6);
}

/** Whether the host of a URL, as WHATWG URL writes it, is an address that is not public, or a name of the machine itself. */
export function isRefusedHost(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  if (ipaddr.isValid(host)) return !isPublicAddress(host);
  return host === 'localhost' || host.endsWith('.localhost');
}
