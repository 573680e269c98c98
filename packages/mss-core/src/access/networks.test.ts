import { describe, expect, it } from 'vitest';
import { isNetworkWithin, isWithin, parseNetwork } from './networks.js';

describe('the networks of a key', () => {
  it('are read as CIDR of both families, an address alone being a range of one', () => {
    expect(['192.0.2.0/24', ' 198.51.100.7 ', '2001:DB8::/32', '2001:db8::1'].map(parseNetwork)).toEqual([
      '192.0.2.0/24',
      '198.51.100.7/32',
      '2001:db8::/32',
      '2001:db8::1/128',
    ]);
  });

  it('are never everywhere, nor anything else', () => {
    const nonsense = ['', '0.0.0.0/0', '::/0', '192.0.2.0/33', '192.0.2/24', '192.0.2.0/', '192.0.2.0/24/1'];
    for (const text of [...nonsense, '2001:db8::/129', 'fe80::1%eth0', 'example.fr', '192.0.2.0/-1'])
      expect(parseNetwork(text), text).toBeNull();
  });

  it('hold the addresses that a socket tells, IPv4 ones in both of their shapes', () => {
    const networks = ['192.0.2.0/24', '2001:db8:1::/48'];
    for (const address of ['192.0.2.1', '::ffff:192.0.2.255', '2001:db8:1::9'])
      expect(isWithin(networks, address), address).toBe(true);
    for (const address of ['192.0.3.1', '::ffff:192.0.3.1', '2001:db8:2::9', '::1', 'x', '', null])
      expect(isWithin(networks, address), String(address)).toBe(false);
    expect(isWithin([], null)).toBe(true);
  });

  it('hold narrower ones whole, and no wider one', () => {
    expect(isNetworkWithin(['192.0.2.0/24'], '192.0.2.128/25')).toBe(true);
    expect(isNetworkWithin(['192.0.2.0/24'], '192.0.0.0/16')).toBe(false);
    expect(isNetworkWithin(['192.0.2.0/24'], '192.0.3.1/32')).toBe(false);
    expect(isNetworkWithin(['2001:db8::/32'], '192.0.2.1/32')).toBe(false);
  });
});
