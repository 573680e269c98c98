import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SmtpDialogue } from './peer/smtp-dialogue.js';
import { type RunningTrustSpace, runTrustSpace } from './testing/running-trust-space.js';

describe('the trust space of the sandbox', () => {
  let space: RunningTrustSpace;
  let product: Server;
  const asked: { authorization: string | undefined; body: string }[] = [];

  beforeAll(async () => {
    product = await productThatRefreshes(asked);
    const { port } = product.address() as AddressInfo;
    space = await runTrustSpace({ url: `http://127.0.0.1:${port}/graphql`, key: 'mss_cle-de-l-operateur' });
  });
  afterAll(async () => {
    product.close();
    await space.close();
    expect(existsSync(join(space.settings.folder, 'trust-space.json'))).toBe(false);
  });

  it('writes what it is, with every key of the contract that is its own', () => {
    const written = JSON.parse(readFileSync(join(space.settings.folder, 'trust-space.json'), 'utf8'));
    expect(written).toEqual(JSON.parse(JSON.stringify(space.facts)));
    const { sandbox } = space.facts;
    expect(Object.keys(sandbox)).toEqual(
      expect.arrayContaining([
        'dns',
        'psc',
        'pki',
        'whitelist',
        'annuaire',
        'sipil',
        'outsideMail',
        'peer',
        'clock',
      ]),
    );
    expect(Object.keys(sandbox.pki.identities)).toEqual([
      'peer',
      'peerRevoked',
      'peerExpired',
      'peerUnlisted',
      'clientOnly',
      'stranger',
      'authcli',
      'authcliOtherStructure',
      'authcliRevoked',
    ]);
  });

  it('says that it is ready, and names its addresses to whoever mistakes one', async () => {
    const control = `http://127.0.0.1:${space.settings.ports.control}`;
    expect((await space.ask(`${control}/readyz`)).body).toMatchObject({ status: 'ready' });
    const lost = await space.ask(`${control}/perdu`);
    expect(lost.status).toBe(404);
    expect(JSON.stringify(lost.body)).toContain('POST /peer/control');
    expect((await fetch(space.facts.sandbox.clock, { method: 'PUT' })).status).toBe(405);
  });

  it('gives tokens by RPPS number, sound or faulty, and refuses what is no number', async () => {
    const { sandboxToken } = space.facts.sandbox.psc;
    const sound = await space.ask(sandboxToken, { rpps: '99900000017', fault: null });
    expect(decodeJwt(tokenOf(sound.body)).preferred_username).toBe('899900000017');
    const late = await space.ask(sandboxToken, { rpps: '99900000017', fault: 'expired' });
    expect(decodeJwt(tokenOf(late.body)).exp).toBeLessThan(Date.now() / 1000);
    expect((await space.ask(sandboxToken, { rpps: '123' })).status).toBe(400);
    expect((await space.ask(sandboxToken, { rpps: '99900000017', fault: 'autre' })).status).toBe(400);
  });

  it('plays an outage of Pro Santé Connect', async () => {
    const { control, metadata } = space.facts.sandbox.psc;
    await space.ask(control, { service: 'unavailable' });
    expect((await fetch(metadata)).status).toBe(503);
    await space.ask(control, { service: 'served' });
    expect((await fetch(metadata)).status).toBe(200);
  });

  it('publishes the list as it is told, and makes the product fetch it with the operator’s key', async () => {
    const { url, control } = space.facts.sandbox.whitelist;
    const said = await space.ask(control, { publish: 'unsigned', refreshNow: true });
    expect(said.body).toEqual({
      publish: 'unsigned',
      refreshed: { __typename: 'Refus', code: 'listeBlancheUnsigned' },
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.authorization).toBe('Bearer mss_cle-de-l-operateur');
    expect(asked[0]?.body).toContain('listeBlancheRefresh');
    expect(await (await fetch(url)).text()).not.toContain('<Signature');
    await space.ask(control, { publish: 'unavailable' });
    expect((await fetch(url)).status).toBe(503);
    await space.ask(control, { publish: 'valid' });
    expect(await (await fetch(url)).text()).toContain('<Signature');
  });

  it('publishes any file, and says when it cannot be read', async () => {
    const { url, control } = space.facts.sandbox.whitelist;
    await space.ask(control, { file: space.settings.worldFile });
    expect(await (await fetch(url)).text()).toBe(readFileSync(space.settings.worldFile, 'utf8'));
    expect((await space.ask(control, { file: '/nulle/part' })).status).toBe(400);
    expect((await space.ask(control, {})).status).toBe(400);
    await space.ask(control, { publish: 'valid' });
  });

  it('moves the business clock and writes it where the product reads it', async () => {
    const { clock } = space.facts.sandbox;
    await space.ask(clock, { advance: 'P61D' });
    expect((await space.ask(clock, { advance: 'PT1H' })).body).toMatchObject({ offset: 'P61DT1H' });
    expect(readFileSync(space.settings.clockFile, 'utf8')).toBe('P61DT1H');
    expect((await space.ask(clock, { advance: 'bientôt' })).status).toBe(400);
    expect((await space.ask(clock, { reset: true })).body).toMatchObject({ offset: 'PT0S' });
  });

  it('takes ordinary mail of the outside world and shows it', async () => {
    const { outsideSmtp, outsideMail } = space.facts.sandbox;
    const dialogue = await SmtpDialogue.open(outsideSmtp.host, outsideSmtp.port, 5000);
    const lines = ['EHLO x', 'MAIL FROM:<avis@operateur.fr>', 'RCPT TO:<jeanne@exemple.fr>', 'DATA'];
    await dialogue.reply();
    for (const line of lines) await dialogue.command(line);
    expect(await dialogue.send(Buffer.from('Subject: avis\r\n\r\nBonjour\r\n.\r\n'))).toMatchObject({
      code: 250,
    });
    dialogue.close();
    expect((await space.ask(outsideMail)).body).toMatchObject([
      { from: 'avis@operateur.fr', to: ['jeanne@exemple.fr'], tls: false },
    ]);
  });

  it('revokes a certificate on demand, and its publication points can fall silent', async () => {
    const { control, crl } = space.facts.sandbox.pki;
    const before = Buffer.from(await (await fetch(crl)).arrayBuffer());
    await space.ask(control, { revoke: '0A:0B:0C' });
    const after = Buffer.from(await (await fetch(crl)).arrayBuffer());
    expect([before.includes('0a0b0c', 'hex'), after.includes('0a0b0c', 'hex')].map(Boolean)).toEqual([
      false,
      true,
    ]);
    await space.ask(control, { crl: 'unavailable' });
    expect((await fetch(crl)).status).toBe(503);
    await space.ask(control, { crl: 'served' });
    expect((await fetch(crl)).status).toBe(200);
  });
});

function tokenOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'access_token' in body) return String(body.access_token);
  throw new Error('no token');
}

async function productThatRefreshes(
  asked: { authorization: string | undefined; body: string }[],
): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    asked.push({ authorization: request.headers.authorization, body: Buffer.concat(chunks).toString() });
    const listeBlancheRefresh = { __typename: 'Refus', code: 'listeBlancheUnsigned' };
    response.end(JSON.stringify({ data: { listeBlancheRefresh } }));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return server;
}
