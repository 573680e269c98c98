import { describe, expect, it } from 'vitest';
import { hashApiKey, looksLikeApiKey, mintApiKey } from './mint-api-key.js';

describe('a partner’s key', () => {
  it('writes 32 bytes in 43 letters and digits, whatever they are', () => {
    const lowest = mintApiKey('test', new Uint8Array(32));
    const highest = mintApiKey('live', new Uint8Array(32).fill(255));
    expect(lowest.key).toBe(`mss_test_${'0'.repeat(43)}`);
    expect(highest.key).toMatch(/^mss_live_[1-9A-Za-z][0-9A-Za-z]{42}$/);
    expect([lowest, highest].every(({ key }) => looksLikeApiKey(key))).toBe(true);
    expect(highest.keyHash).toEqual(hashApiKey(highest.key));
    expect(highest.key.startsWith(highest.prefix)).toBe(true);
  });

  it('gives neighbouring secrets different keys, and refuses a short secret', () => {
    const [one, two] = [new Uint8Array(32), new Uint8Array(32)];
    two[31] = 1;
    expect(mintApiKey('live', one).key).not.toBe(mintApiKey('live', two).key);
    expect(() => mintApiKey('live', new Uint8Array(16))).toThrow(RangeError);
  });

  it('is not looked up when it has another shape', () => {
    for (const text of [
      '',
      'mss_live_',
      `mss_prod_${'0'.repeat(43)}`,
      `mss_live_${'0'.repeat(44)}`,
      'Bearer x',
    ]) {
      expect(looksLikeApiKey(text)).toBe(false);
    }
  });
});
