import { describe, expect, it } from 'vitest';
import { faultName } from './auth-options.ts';

describe('what is logged of a sign-in that did not complete', () => {
  it('is the name and the code of the fault, never its words, which may hold claims or tokens', () => {
    const fault = Object.assign(new TypeError('id_token of 899700000001 is not valid'), { code: 'ERR_JWT' });
    expect(faultName(fault)).toBe('TypeError ERR_JWT');
    expect(faultName({ error: new RangeError('eyJhbGciOi…') })).toBe('RangeError');
  });

  it('is “unknown” for what is no fault', () => {
    for (const details of [undefined, null, 'a token', { error: 'a token' }])
      expect(faultName(details)).toBe('unknown');
  });
});
