import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBearer } from './bearer.js';
import { SignInThrottle } from './throttle.js';

const NOON = new Date('2026-11-20T12:00:00Z');

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('EX_LPS_0900: reading the SASL response', () => {
  it('finds the BAL and the access token', () => {
    const response = base64('user=jean.dupond@medecin.mssante.fr\x01auth=Bearer ey.J0.eX\x01\x01');
    expect(readBearer('XOAUTH2', response)).toEqual({
      address: 'jean.dupond@medecin.mssante.fr',
      token: 'ey.J0.eX',
    });
  });

  it('finds them in OAUTHBEARER, whatever else the client tells', () => {
    const response = base64('n,a=jean=2Cd@m.fr,\x01host=mx\x01port=143\x01auth=Bearer ey.J\x01\x01');
    expect(readBearer('OAUTHBEARER', response)).toEqual({ address: 'jean,d@m.fr', token: 'ey.J' });
  });

  it.each([
    ['no address', 'user=\x01auth=Bearer t\x01\x01'],
    ['no token', 'user=a@b.fr\x01auth=Bearer \x01\x01'],
    ['two tokens', 'user=a@b.fr\x01auth=Bearer t\x01auth=Bearer u\x01\x01'],
    ['two BAL', 'user=a@b.fr\x01user=c@d.fr\x01auth=Bearer t\x01\x01'],
    ['two BAL around the token', 'user=a@b.fr\x01auth=Bearer t\x01user=c@d.fr\x01\x01'],
    ['the token before the BAL', 'auth=Bearer t\x01user=a@b.fr\x01\x01'],
    ['a field nobody knows', 'user=a@b.fr\x01host=mx\x01auth=Bearer t\x01\x01'],
    ['another scheme beside a token', 'user=a@b.fr\x01auth=Basic dDp0\x01auth=Bearer t\x01\x01'],
    ['another scheme', 'user=a@b.fr\x01auth=Basic dDp0\x01\x01'],
    ['no end', 'user=a@b.fr\x01auth=Bearer t\x01'],
    ['a token with a space', 'user=a@b.fr\x01auth=Bearer t u\x01\x01'],
    ['an endless address', `user=${'a'.repeat(400)}\x01auth=Bearer t\x01\x01`],
    ['the form of the other mechanism', 'n,a=a@b.fr,\x01auth=Bearer t\x01\x01'],
  ])('makes nothing of %s', (_, text) => {
    expect(readBearer('XOAUTH2', base64(text))).toBeNull();
  });

  it('makes nothing of nonsense, and never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('XOAUTH2', 'OAUTHBEARER'),
        (text, mechanism) => {
          expect(readBearer(mechanism, text)).toBeNull();
          expect(readBearer(mechanism, base64(text))).toBeNull();
        },
      ),
      { numRuns: fuzzRuns(100) },
    );
  });
});

describe('failed sign-ins', () => {
  it('wait longer and longer after the third, up to a quarter of a minute', () => {
    const throttle = new SignInThrottle();
    const delays = Array.from({ length: 12 }, () => throttle.failed('anne@x.fr', NOON));
    expect(delays.slice(0, 6)).toEqual([0, 0, 0, 500, 1_000, 2_000]);
    expect(delays.at(-1)).toBe(15_000);
    expect(throttle.failed('paul@x.fr', NOON)).toBe(0);
  });

  it('are forgotten after a success or a quarter of an hour', () => {
    const throttle = new SignInThrottle();
    for (let i = 0; i < 5; i += 1) throttle.failed('anne@x.fr', NOON);
    expect(throttle.failed('anne@x.fr', new Date(NOON.getTime() + 16 * 60_000))).toBe(0);
    for (let i = 0; i < 5; i += 1) throttle.failed('anne@x.fr', NOON);
    throttle.succeeded('anne@x.fr');
    expect(throttle.failed('anne@x.fr', NOON)).toBe(0);
  });

  it('of many accounts do not fill the memory', () => {
    const throttle = new SignInThrottle();
    for (let i = 0; i < 4; i += 1) throttle.failed('first@x.fr', NOON);
    for (let i = 0; i < 10_001; i += 1) throttle.failed(`${i}@x.fr`, NOON);
    expect(throttle.failed('first@x.fr', NOON)).toBe(0);
  });
});
