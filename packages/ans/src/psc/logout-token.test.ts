import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import type { JWTPayload } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakePsc } from '../../test/fake-psc.js';
import { PscClient } from './psc-client.js';

const CLIENT = 'cachet-portail';
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

let psc: FakePsc;
let client: PscClient;

beforeEach(async () => {
  psc = await FakePsc.listen();
  client = new PscClient({ issuer: psc.issuer, minAcr: 'eidas1' });
});
afterEach(() => psc.close());

const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

function notice(
  change: JWTPayload = {},
  header: Record<string, unknown> = {},
  kid?: string,
): Promise<string> {
  const none = { typ: undefined, azp: undefined, acr: undefined, preferred_username: undefined };
  const claims = { ...none, aud: CLIENT, exp: seconds(120), jti: 'j1', sid: 's1', events: { [EVENT]: {} } };
  return psc.token({ ...claims, ...change }, { typ: 'logout+jwt', ...header }, kid);
}

async function verdict(token: string): Promise<string> {
  const outcome = await client.verifyLogoutToken(token, CLIENT);
  if (outcome.ok) return 'taken';
  const { code, detail } = outcome.refusal;
  return String(detail.objection ?? code);
}

describe('OpenID Connect Back-Channel Logout 1.0 §2.6: a notice of logout', () => {
  it('tells whose session ended, which, and until when its name must be remembered', async () => {
    const outcome = await client.verifyLogoutToken(
      await notice({ iat: seconds(0), exp: seconds(120) }),
      CLIENT,
    );
    expect(outcome).toMatchObject({
      ok: true,
      value: { sub: 'f:550dc1c8:899700000011', sid: 's1', jti: 'j1' },
    });
    expect(psc.count('/realm/userinfo')).toBe(0);
  });

  it.each<[string, JWTPayload, Record<string, unknown>, string]>([
    ['of a person alone', { sid: undefined }, {}, 'taken'],
    ['of a session alone', { sub: undefined }, {}, 'taken'],
    ['for several clients', { aud: ['autre', CLIENT] }, {}, 'taken'],
    ['as Keycloak writes it', { typ: 'Logout', exp: undefined }, { typ: 'JWT' }, 'taken'],
    ['without a type in its header', {}, { typ: undefined }, 'taken'],
    ['of nobody', { sub: undefined, sid: undefined }, {}, 'claims'],
    ['of a nameless session', { sid: '' }, {}, 'claims'],
    ['whose session is no text', { sid: { $ne: '' } }, {}, 'claims'],
    ['for another client', { aud: 'autre' }, {}, 'otherAudience'],
    ['for no client', { aud: undefined }, {}, 'otherAudience'],
    ['of another issuer', { iss: 'https://auth.exemple.test/realm' }, {}, 'otherIssuer'],
    ['of no issuer', { iss: undefined }, {}, 'otherIssuer'],
    ['without its moment', { iat: undefined }, {}, 'claims'],
    ['of the future', { iat: seconds(90) }, {}, 'notYetValid'],
    ['expired', { iat: seconds(-240), exp: seconds(-60) }, {}, 'expired'],
    ['six minutes on its way', { iat: seconds(-360), exp: seconds(600) }, {}, 'expired'],
    ['without a name', { jti: undefined }, {}, 'claims'],
    ['with an endless name', { jti: 'j'.repeat(300) }, {}, 'claims'],
    ['with a nonce, as an identity token', { nonce: 'n' }, {}, 'notALogoutToken'],
    ['of no event', { events: undefined }, {}, 'claims'],
    ['of another event', { events: { 'urn:autre': {} } }, {}, 'notALogoutToken'],
    ['whose event is no object', { events: { [EVENT]: 'oui' } }, {}, 'notALogoutToken'],
    ['whose events are a list', { events: [EVENT] }, {}, 'notALogoutToken'],
    ['that is an access token', { typ: 'Bearer' }, {}, 'notALogoutToken'],
    ['that is an identity token by its claim', { typ: 'ID' }, {}, 'notALogoutToken'],
    ['under an access token’s header', {}, { typ: 'at+jwt' }, 'notALogoutToken'],
  ])('%s', async (_, change, header, expected) => {
    expect(await verdict(await notice(change, header))).toBe(expected);
  });

  it('signed by nobody, by another key, or not at all is none', async () => {
    const [header, claims, signature] = (await notice()).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'logout+jwt' })).toString('base64url');
    expect(await verdict(`${none}.${claims}.`)).toMatch(/signature|malformed/);
    expect(await verdict(`${header}.${claims}.`)).toMatch(/signature|malformed/);
    await psc.addKey('k2');
    const other = (await notice({}, {}, 'k2')).split('.')[2];
    expect(await verdict(`${header}.${claims}.${other}`)).toBe('signature');
    expect(signature).toBeTruthy();
  });

  it('cannot be judged while the keys cannot be had', async () => {
    const token = await notice();
    psc.answer('/realm/certs', (response) => void response.writeHead(503).end());
    expect(await verdict(token)).toBe('identityProviderUnavailable');
  });

  it('is never a fault, whatever is presented', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.base64String()), async (text) => {
        expect(await verdict(text)).not.toBe('taken');
      }),
      { numRuns: fuzzRuns(200) },
    );
  });
});
