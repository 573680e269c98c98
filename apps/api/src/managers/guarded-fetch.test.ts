import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FetchFailure } from '@cachet/ans';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { guardedFetch } from './guarded-fetch.js';
import { ProviderClient } from './provider-client.js';
import { ProviderFault } from './provider-fault.js';

const INSIDE = [
  '127.0.0.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '::1',
  'fd00::1',
  'fe80::1',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
];

/** A server of our own network, that nobody outside may have us call. */
let inside: Server;
let calls: string[];
let reply: { status: number; location?: string };
let port: number;

beforeAll(async () => {
  inside = createServer((request, response) => {
    calls.push(request.url ?? '');
    const { status, location } = reply;
    response.writeHead(status, location ? { location } : {}).end('{}');
  });
  await new Promise<void>((listening) => inside.listen(0, '127.0.0.1', listening));
  ({ port } = inside.address() as AddressInfo);
});
beforeEach(() => {
  calls = [];
  reply = { status: 200 };
});
afterAll(() => new Promise((closed) => inside.close(closed)));

const leadingTo =
  (...addresses: string[]) =>
  async () =>
    addresses;
const outside = guardedFetch(leadingTo(), false);

describe('an address that a structure gave of its provider', () => {
  it.each(INSIDE)('%s is not called when it is written in the address', async (address) => {
    const host = address.includes(':') ? `[${address}]` : address;
    await expect(outside({ url: `https://${host}:${port}/` })).rejects.toThrow('the address is not public');
    expect(calls).toEqual([]);
  });

  it.each(INSIDE)('%s is not called when a name leads to it, beside an address outside', async (address) => {
    for (const found of [[address], ['93.184.216.34', address]])
      await expect(
        guardedFetch(leadingTo(...found), false)({ url: `https://identite.ch-exemple.fr:${port}/` }),
      ).rejects.toThrow('the address is not public');
    expect(calls).toEqual([]);
  });

  it.each(['2130706433', '0x7f000001', '0177.0.0.1', '127.1'])(
    'written %s is our machine all the same',
    async (host) => {
      await expect(outside({ url: `https://${host}:${port}/` })).rejects.toThrow('the address is not public');
    },
  );

  it('is called in clear nowhere but in a sandbox, and by no other protocol there', async () => {
    for (const url of [`http://127.0.0.1:${port}/`, 'ftp://x/', 'file:///etc/passwd', 'x'])
      await expect(outside({ url })).rejects.toThrow('not an address of https');
    const sandbox = guardedFetch(leadingTo(), true);
    expect((await sandbox({ url: `http://127.0.0.1:${port}/ici` })).status).toBe(200);
    await expect(sandbox({ url: 'file:///etc/passwd' })).rejects.toThrow('not an address of https');
    expect(calls).toEqual(['/ici']);
  });

  it('leads to nobody when the name does', async () => {
    await expect(outside({ url: 'https://identite.ch-exemple.fr/' })).rejects.toThrow('the host is unknown');
    const broken = guardedFetch(async () => Promise.reject(new Error('SERVFAIL')), false);
    await expect(broken({ url: 'https://identite.ch-exemple.fr/' })).rejects.toBeInstanceOf(FetchFailure);
  });

  it('is looked up once: what the name leads to afterwards is not called', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    let asked = 0;
    const rebinding = async () => answers[asked++] ?? [];
    const fetch = guardedFetch(rebinding, true);
    expect((await fetch({ url: `http://identite.ch-exemple.fr:${port}/une-fois` })).status).toBe(200);
    expect([asked, calls]).toEqual([1, ['/une-fois']]);
  });

  it.each([301, 302, 303, 307, 308])('that answers %d sends us nowhere', async (status) => {
    reply = { status, location: `http://127.0.0.1:${port}/ailleurs` };
    const answer = await guardedFetch(leadingTo(), true)({ url: `http://127.0.0.1:${port}/ici` });
    expect([answer.status, calls]).toEqual([status, ['/ici']]);
  });
});

describe('a provider whose description names addresses inside', () => {
  const description = {
    issuer: 'https://identite.ch-exemple.fr',
    authorizationEndpoint: 'https://identite.ch-exemple.fr/auth',
    jwksUri: 'https://169.254.169.254/certs',
    algorithms: ['RS256'],
    authentication: 'client_secret_basic',
    saysIssuer: false,
    endSessionEndpoint: null,
    tellsLogouts: false,
  } as const;
  const trip = { nonce: 'n', codeVerifier: 'v', redirectUri: 'https://portail.example/retour' };
  const redeem = (tokenEndpoint: string) =>
    new ProviderClient(outside, false, () => new Date()).redeem(
      { ...description, tokenEndpoint },
      { clientId: 'portail', clientSecret: 'secret' },
      trip,
      'code',
    );

  it('is given no code and no secret there', async () => {
    for (const host of ['127.0.0.1', '169.254.169.254', '[::1]'])
      await expect(redeem(`https://${host}:${port}/token`)).rejects.toEqual(
        new ProviderFault('addressNotPublic', 'the address is not public'),
      );
    expect(calls).toEqual([]);
  });
});
