import { createHmac, createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import { exportJWK, exportSPKI, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answer, FakePsc } from '../../test/fake-psc.js';
import { PscClient } from './psc-client.js';

let psc: FakePsc;
let client: PscClient;

beforeEach(async () => {
  psc = await FakePsc.listen();
  client = new PscClient({ issuer: psc.issuer, minAcr: 'eidas1', timeoutMs: 15_000 });
});

afterEach(async () => {
  vi.useRealTimers();
  await psc.close();
});

async function verdict(token: string, by = client): Promise<string> {
  const outcome = await by.verifyAccessToken(token);
  if (outcome.ok) return outcome.value.idNat;
  const { code, detail } = outcome.refusal;
  return code === 'authenticationFailed' ? (detail.objection ?? code) : code;
}

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Header and claims of an ordinary token, signed in any way one likes. */
function forged(header: unknown, sign: (signed: string) => string, claims: unknown = psc.claims()): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${sign(signed)}`;
}

describe('EX_LPS_0900: the bearer of an access token is recognised', () => {
  it('by the identifier that UserInfo gives, with name and assurance', async () => {
    const outcome = await client.verifyAccessToken(await psc.token());
    expect(outcome).toEqual({
      ok: true,
      value: {
        idNat: '899700000011',
        name: 'CAMILLE DURAND',
        acr: 'eidas2',
        psc: { sub: 'f:550dc1c8:899700000011', sid: null },
      },
    });
  });

  it('with the session there, by the name that will be told when it ends', async () => {
    const sidOf = async (claims: JWTPayload) => {
      const outcome = await client.verifyAccessToken(await psc.token(claims));
      return outcome.ok && outcome.value.psc.sid;
    };
    expect(await sidOf({ sid: 's1', session_state: 's2' })).toBe('s1');
    expect(await sidOf({ session_state: 's2' })).toBe('s2');
  });

  it('whatever client software the token was made for', async () => {
    expect(await verdict(await psc.token({ aud: ['account', 'autre'], azp: 'encore-un-autre' }))).toBe(
      '899700000011',
    );
  });

  it('when the header marks it as an access token (RFC 9068) and no claim does', async () => {
    expect(await verdict(await psc.token({ typ: undefined }, { typ: 'at+jwt' }))).toBe('899700000011');
  });

  it('when UserInfo is as short as it can be', async () => {
    psc.answerJson('/realm/userinfo', () => ({ SubjectNameID: '899700000011' }));
    expect(await client.verifyAccessToken(await psc.token())).toMatchObject({
      value: { name: '899700000011' },
    });
  });

  it('when he is the employee of a structure', async () => {
    const idNat = '500000001815646/CPAT00045';
    psc.answerJson('/realm/userinfo', () => ({ sub: 'x', SubjectNameID: idNat }));
    expect(await verdict(await psc.token({ sub: 'x', preferred_username: undefined }))).toBe(idNat);
  });

  it('and asked about each time: a token revoked meanwhile opens nothing', async () => {
    const token = await psc.token();
    expect(await verdict(token)).toBe('899700000011');
    psc.answer('/realm/userinfo', (response) => void response.writeHead(401).end());
    expect(await verdict(token)).toBe('unknownToPsc');
    expect(psc.count('/realm/userinfo')).toBe(2);
    expect(psc.count('/realm/certs')).toBe(1);
  });

  it('by metadata at another place, when told where', async () => {
    psc.answerJson('/ailleurs', () => psc.metadata());
    const metadataUrl = new URL('/ailleurs', psc.issuer).href;
    expect(
      await verdict(await psc.token(), new PscClient({ issuer: psc.issuer, metadataUrl, minAcr: 'eidas1' })),
    ).toBe('899700000011');
  });
});

describe('EX_LPS_0900: a forged token opens nothing', () => {
  it.each<[string, (secret: { pem: string; der: Buffer }) => string]>([
    ['alg none', () => forged({ alg: 'none', typ: 'JWT' }, () => '')],
    ['alg NonE', () => forged({ alg: 'NonE', typ: 'JWT', kid: 'k1' }, () => '')],
    ['no algorithm', () => forged({ typ: 'JWT', kid: 'k1' }, () => 'AAAA')],
    ['no signature', () => forged({ alg: 'RS256', kid: 'k1' }, () => '')],
    [
      'HS256 with the public key as PEM',
      ({ pem }) =>
        forged({ alg: 'HS256', kid: 'k1' }, (text) =>
          createHmac('sha256', pem).update(text).digest('base64url'),
        ),
    ],
    [
      'HS256 with the public key as DER',
      ({ der }) =>
        forged({ alg: 'HS256', kid: 'k1' }, (text) =>
          createHmac('sha256', der).update(text).digest('base64url'),
        ),
    ],
    [
      'HS256 with an empty secret',
      () =>
        forged({ alg: 'HS256', kid: 'k1' }, (text) =>
          createHmac('sha256', '').update(text).digest('base64url'),
        ),
    ],
    ['a header that is no object', () => forged('[]', () => 'AAAA')],
    ['duplicate algorithms', () => forged('{"alg":"RS256","kid":"k1","alg":"none"}', () => '')],
    ['two parts', () => `${encode({ alg: 'RS256' })}.${encode(psc.claims())}`],
    ['five parts', () => 'a.b.c.d.e'],
    ['nothing', () => ''],
    ['a megabyte', () => `${'A'.repeat(1_000_000)}.B.C`],
    ['nonsense', () => 'ceci n’est pas un jeton'],
  ])('with %s', async (_, make) => {
    const key = psc.keys.get('k1')?.publicKey;
    if (!key) throw new Error('no key');
    const pem = await exportSPKI(key);
    const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
    expect(['malformed', 'signature']).toContain(await verdict(make({ pem, der })));
    expect(psc.count('/realm/userinfo')).toBe(0);
  });

  it.each<[string, unknown]>([
    ['unknown', 'k9'],
    ['of a path', '../../../../dev/null'],
    ['of SQL', "k1' or '1'='1"],
    ['of a list', ['k1']],
  ])('with a key name %s', async (_, kid) => {
    const token = await psc.token();
    const [, claims, signature] = token.split('.');
    const forgery = `${encode({ alg: 'RS256', kid })}.${claims}.${signature}`;
    expect(['malformed', 'signature']).toContain(await verdict(forgery));
  });

  it('signed by another key under our key’s name', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const token = await new SignJWT(psc.claims())
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .sign(privateKey);
    expect(await verdict(token)).toBe('signature');
  });

  it('bringing its own key, and nobody is asked for it', async () => {
    let calls = 0;
    const trap = createServer((_, response) => {
      calls += 1;
      response.end();
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const address = trap.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/jwks`;
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = {
      kty: 'RSA',
      n: createPublicKey(await exportSPKI(publicKey)).export({ format: 'jwk' }).n ?? '',
      e: 'AQAB',
    };
    for (const own of [{ jwk }, { jku: url }, { x5u: url }, { jku: url, kid: 'inconnu' }]) {
      const token = await new SignJWT(psc.claims())
        .setProtectedHeader({ alg: 'RS256', kid: 'k1', ...own })
        .sign(privateKey);
      expect(await verdict(token)).toBe('signature');
    }
    await new Promise((resolve) => trap.close(resolve));
    expect(calls).toBe(0);
  });

  it('with a critical extension nobody knows', async () => {
    const token = await psc.token();
    const [, claims, signature] = token.split('.');
    const header = { alg: 'RS256', kid: 'k1', crit: ['exp2'], exp2: 1 };
    expect(['malformed', 'signature']).toContain(await verdict(`${encode(header)}.${claims}.${signature}`));
    const signed = await new SignJWT(psc.claims())
      .setProtectedHeader({ alg: 'RS256', kid: 'k1', crit: ['exp2'], exp2: 1 })
      .sign(psc.keys.get('k1')?.privateKey ?? new Uint8Array(), { crit: { exp2: true } });
    expect(['malformed', 'signature']).toContain(await verdict(signed));
  });

  it('with one letter changed anywhere', async () => {
    const token = await psc.token();
    for (let at = 0; at < token.length; at += 23) {
      const letter = token[at] === 'A' ? 'B' : 'A';
      const bent = token.slice(0, at) + letter + token.slice(at + 1);
      expect(await verdict(bent)).not.toBe('899700000011');
    }
  });

  it('by an algorithm the provider does not announce, even with its key', async () => {
    const jwk = await exportJWK(psc.keys.get('k1')?.privateKey ?? new Uint8Array());
    const token = await new SignJWT(psc.claims())
      .setProtectedHeader({ alg: 'PS256', kid: 'k1' })
      .sign(await importJWK(jwk, 'PS256'));
    expect(await verdict(token)).toBe('signature');
  });
});

describe('EX_LPS_0900: the time and kind of a token', () => {
  const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

  it.each<[string, () => JWTPayload, Record<string, unknown>, string]>([
    ['expired a minute ago', () => ({ iat: seconds(-180), exp: seconds(-61) }), {}, 'expired'],
    ['expired less than our leeway ago', () => ({ iat: seconds(-80), exp: seconds(-5) }), {}, '899700000011'],
    ['issued in a minute', () => ({ iat: seconds(61), exp: seconds(120) }), {}, 'notYetValid'],
    ['valid from in a minute', () => ({ nbf: seconds(61) }), {}, 'notYetValid'],
    ['that ends before it begins', () => ({ iat: seconds(10), exp: seconds(5) }), {}, 'notYetValid'],
    ['without an end', () => ({ exp: undefined }), {}, 'claims'],
    ['without a beginning', () => ({ iat: undefined }), {}, 'claims'],
    ['without a subject', () => ({ sub: undefined }), {}, 'claims'],
    ['of another issuer', () => ({ iss: 'https://auth.exemple.test/realm' }), {}, 'otherIssuer'],
    ['of an issuer that begins like ours', () => ({ iss: `${psc.issuer}-bis` }), {}, 'otherIssuer'],
    ['of an issuer that ours begins like', () => ({ iss: psc.issuer.slice(0, -1) }), {}, 'otherIssuer'],
    ['without issuer', () => ({ iss: undefined }), {}, 'otherIssuer'],
    [
      'that is an identity token',
      () => ({ typ: 'ID', aud: 'un-logiciel', nonce: 'n' }),
      {},
      'notAnAccessToken',
    ],
    [
      'that is a plain identity token',
      () => ({ typ: undefined, aud: 'un-logiciel' }),
      {},
      'notAnAccessToken',
    ],
    ['that is a refresh token', () => ({ typ: 'Refresh' }), {}, 'notAnAccessToken'],
    ['that is a logout token', () => ({ typ: 'Logout' }), { typ: 'logout+jwt' }, 'notAnAccessToken'],
    [
      'that is an identity token under an access token’s header',
      () => ({ typ: 'ID' }),
      { typ: 'at+jwt' },
      'notAnAccessToken',
    ],
    ['of a higher assurance', () => ({ acr: 'eidas3' }), {}, '899700000011'],
    ['of no stated assurance', () => ({ acr: undefined }), {}, '899700000011'],
    ['of an unknown assurance', () => ({ acr: '0' }), {}, 'acr'],
  ])('a token %s', async (_, change, header, expected) => {
    expect(await verdict(await psc.token(change(), header))).toBe(expected);
  });

  it('a token of a lower assurance than asked', async () => {
    const strict = new PscClient({ issuer: psc.issuer, minAcr: 'eidas2' });
    expect(await verdict(await psc.token({ acr: 'eidas1' }), strict)).toBe('acr');
    expect(await verdict(await psc.token({ acr: 'eidas2' }), strict)).toBe('899700000011');
  });
});

describe('EX_LPS_0900: UserInfo must speak of the same person', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['another sub', { sub: 'f:550dc1c8:899700000099', SubjectNameID: '899700000011' }, 'identityMismatch'],
    [
      'another identifier',
      { sub: 'f:550dc1c8:899700000011', SubjectNameID: '899700000099' },
      'identityMismatch',
    ],
    ['another person, without sub', { SubjectNameID: '899700000099' }, 'identityMismatch'],
    ['no identifier', { sub: 'f:550dc1c8:899700000011' }, 'identityUnreadable'],
    ['an identifier that is no text', { SubjectNameID: { $ne: '' } }, 'identityUnreadable'],
    ['an identifier with odd letters', { SubjectNameID: "899700000011' --" }, 'identityUnreadable'],
  ])('%s', async (_, answer, expected) => {
    psc.answerJson('/realm/userinfo', () => answer);
    expect(await verdict(await psc.token())).toBe(expected);
  });

  it('an unnamed token that nothing ties to the person answered', async () => {
    psc.answerJson('/realm/userinfo', () => ({ SubjectNameID: '899700000011' }));
    expect(await verdict(await psc.token({ sub: 'x', preferred_username: undefined }))).toBe(
      'identityMismatch',
    );
  });
});

describe('EX_LPS_0900: when Pro Santé Connect fails, nobody is let in on a signature alone', () => {
  const json = { 'content-type': 'application/json' };

  it.each<[string, string, Answer, string]>([
    [
      'UserInfo answers 500',
      '/realm/userinfo',
      (response) => response.writeHead(500).end(),
      'identityProviderUnavailable',
    ],
    ['UserInfo answers 403', '/realm/userinfo', (response) => response.writeHead(403).end(), 'unknownToPsc'],
    [
      'UserInfo sends elsewhere',
      '/realm/userinfo',
      (response) => response.writeHead(302, { location: '/realm/autre' }).end(),
      'identityProviderUnavailable',
    ],
    [
      'UserInfo answers a web page',
      '/realm/userinfo',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      'identityProviderUnavailable',
    ],
    [
      'UserInfo answers a web page as JSON',
      '/realm/userinfo',
      (response) => response.writeHead(200, json).end('<html>'),
      'identityProviderUnavailable',
    ],
    [
      'UserInfo answers a list',
      '/realm/userinfo',
      (response) => response.writeHead(200, json).end('[]'),
      'identityProviderUnavailable',
    ],
    [
      'UserInfo answers ten megabytes',
      '/realm/userinfo',
      (response) => response.writeHead(200, json).end(' '.repeat(10_000_000)),
      'identityProviderUnavailable',
    ],
    ['UserInfo hangs up', '/realm/userinfo', (response) => response.destroy(), 'identityProviderUnavailable'],
    [
      'UserInfo hangs up in the middle',
      '/realm/userinfo',
      (response) => {
        response.writeHead(200, { ...json, 'content-length': '1000' }).write('{');
        setImmediate(() => response.destroy());
      },
      'identityProviderUnavailable',
    ],
    [
      'the keys are a web page',
      '/realm/certs',
      (response) => response.writeHead(200).end('<html>'),
      'identityProviderUnavailable',
    ],
    [
      'the keys are gone',
      '/realm/certs',
      (response) => response.writeHead(503).end(),
      'identityProviderUnavailable',
    ],
    [
      'the keys are elsewhere',
      '/realm/certs',
      (response) => response.writeHead(302, { location: '/' }).end(),
      'identityProviderUnavailable',
    ],
    [
      'the metadata are gone',
      '/realm/.well-known/wallet-openid-configuration',
      (response) => response.writeHead(404).end(),
      'identityProviderUnavailable',
    ],
  ])('%s', async (_, path, answer, expected) => {
    psc.answer(path, answer);
    expect(await verdict(await psc.token())).toBe(expected);
    expect(psc.count('/realm/autre')).toBe(0);
  });

  it.each<[string, string]>([
    ['UserInfo says nothing', '/realm/userinfo'],
    ['the keys do not come', '/realm/certs'],
    ['the metadata do not come', '/realm/.well-known/wallet-openid-configuration'],
  ])('%s: the caller has his answer in time', async (_, path) => {
    psc.answer(path, () => undefined);
    const hurried = new PscClient({ issuer: psc.issuer, minAcr: 'eidas1', timeoutMs: 300 });
    const start = performance.now();
    expect(await verdict(await psc.token(), hurried)).toBe('identityProviderUnavailable');
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('the metadata are those of another provider', async () => {
    psc.answerJson('/realm/.well-known/wallet-openid-configuration', () => ({
      ...psc.metadata(),
      issuer: 'https://autre.test',
    }));
    expect(await verdict(await psc.token())).toBe('identityProviderUnavailable');
    expect(await client.ready()).toMatchObject({ ok: false });
  });

  it('the metadata only know symmetric algorithms', async () => {
    psc.answerJson('/realm/.well-known/wallet-openid-configuration', () => ({
      ...psc.metadata(),
      id_token_signing_alg_values_supported: ['HS256', 'none'],
    }));
    expect(await verdict(await psc.token())).toBe('identityProviderUnavailable');
  });

  it('works again at once when it comes back', async () => {
    const back = psc.metadata();
    psc.answer(
      '/realm/.well-known/wallet-openid-configuration',
      (response) => void response.writeHead(503).end(),
    );
    expect(await verdict(await psc.token())).toBe('identityProviderUnavailable');
    psc.answerJson('/realm/.well-known/wallet-openid-configuration', () => back);
    expect(await verdict(await psc.token())).toBe('899700000011');
    expect(await client.ready()).toEqual({ ok: true });
  });
});

describe('EX_LPS_0900: the provider changes its keys', () => {
  it('and a new one is known within a minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    expect(await verdict(await psc.token())).toBe('899700000011');
    await psc.addKey('k2');
    psc.keys.delete('k1');
    expect(await verdict(await psc.token({}, {}, 'k2'))).toBe('signature');
    vi.setSystemTime(Date.now() + 31_000);
    expect(await verdict(await psc.token({}, {}, 'k2'))).toBe('899700000011');
  });

  it('and an old one is forgotten', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const old = psc.keys.get('k1');
    expect(await verdict(await psc.token())).toBe('899700000011');
    psc.keys.delete('k1');
    await psc.addKey('k2');
    vi.setSystemTime(Date.now() + 11 * 60_000);
    const token = await new SignJWT(psc.claims())
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'k1' })
      .sign(old?.privateKey ?? new Uint8Array());
    expect(await verdict(token)).toBe('signature');
  });

  it('but a flood of unknown key names does not make us ask again and again', async () => {
    await verdict(await psc.token());
    const [, claims, signature] = (await psc.token()).split('.');
    for (let turn = 0; turn < 200; turn += 1) {
      await verdict(`${encode({ alg: 'RS256', kid: `inconnu-${turn}` })}.${claims}.${signature}`);
    }
    expect(psc.count('/realm/certs')).toBe(1);
  });
});
