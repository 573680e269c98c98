import { BlockList, isIP, isIPv4 } from 'node:net';

/** A range of addresses from which a key may be used, as CIDR text (RFC 4632, RFC 4291 §2.3). */
export type Network = string;

const PREFIX = /^\d{1,3}$/;
const MAPPED = /^::ffff:(?=\d+\.)/i;

/** The range that was typed, an address alone being a range of one; null when it is none, or is everywhere. */
export function parseNetwork(typed: string): Network | null {
  const [address = '', prefix, ...rest] = typed.trim().toLowerCase().split('/');
  const bits = bitsOf(address);
  if (bits === 0 || rest.length > 0) return null;
  if (prefix === undefined) return `${address}/${bits}`;
  const length = PREFIX.test(prefix) ? Number(prefix) : 0;
  return length >= 1 && length <= bits ? `${address}/${length}` : null;
}

/** Whether that address lies in one of the ranges. Without any range, everywhere does. */
export function isWithin(networks: readonly Network[], address: string | null): boolean {
  if (networks.length === 0) return true;
  if (address === null) return false;
  // A socket of both families tells an IPv4 peer as ::ffff:192.0.2.1 (RFC 4291 §2.5.5.2); a link-local one with its interface.
  const plain = address.replace(MAPPED, '').replace(/%.*$/, '');
  return isIP(plain) !== 0 && listOf(networks).check(plain, familyOf(plain));
}

/** Whether the range lies whole in one of the others. */
export function isNetworkWithin(networks: readonly Network[], network: Network): boolean {
  const [address = '', length] = network.split('/');
  return networks.some(
    (wider) => Number(wider.split('/')[1]) <= Number(length) && isWithin([wider], address),
  );
}

function listOf(networks: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', length] = network.split('/');
    list.addSubnet(address, Number(length), familyOf(address));
  }
  return list;
}

function bitsOf(address: string): 0 | 32 | 128 {
  const version = address.includes('%') ? 0 : isIP(address);
  return version === 0 ? 0 : version === 4 ? 32 : 128;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}
