import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { ANNUAIRE_NAMES, emptyFeed } from '@cachet/mss-core/annuaire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Identity, MiniatureIgc } from '../../test/miniature-igc.js';
import { FetchFailure } from '../http/fetch-bytes.js';
import { AnnuaireClient } from './annuaire-client.js';
import { ExchangeRefused } from './exchange-objection.js';

const AT = new Date('2026-11-29T22:10:30Z');
const SOAP = 'http://www.w3.org/2003/05/soap-envelope';
const said = (body: string) => `<s:Envelope xmlns:s="${SOAP}"><s:Body>${body}</s:Body></s:Envelope>`;

interface Heard {
  readonly path: string;
  readonly dn: string;
  readonly length: number;
  readonly told: number;
  readonly body: string;
}

const DAY = 86_400_000;
const TODAY = { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + DAY) };

describe('EX_WSA_5010: the operator at the Annuaire', () => {
  let igc: MiniatureIgc;
  let operator: Identity;
  let server: Server;
  let port: number;
  /** What the next call is answered. */
  let next: { status: number; type: string; body: string };
  const heard: Heard[] = [];

  beforeAll(async () => {
    igc = await MiniatureIgc.create('FICTIVE', TODAY);
    operator = await igc.issue({
      dn: 'CN=mx.essai.mssante.fr,OU=1010000024,O=C.H. SUD & FILS,ST=Ain (01),C=FR',
      ...TODAY,
    });
    const host = await igc.issue({
      dn: 'CN=localhost,OU=318751275100020,O=ANNUAIRE,ST=Paris (75),C=FR',
      ...TODAY,
    });
    // A certificate of a server is shown by a client: OpenSSL would refuse its purpose, as the real service does not.
    const asks = { requestCert: true, rejectUnauthorized: false };
    const tls = { cert: host.pem, key: await keyOf(host), ca: igc.chainPem, ...asks };
    server = createServer({ ...tls, minVersion: 'TLSv1.2' }, (request, response) => {
      const subject = (request.socket as TLSSocket).getPeerCertificate().subject;
      buffer(request).then((bytes) => {
        const told = Number(request.headers['content-length']);
        const [path, dn] = [request.url ?? '', String(subject.CN)];
        heard.push({ path, dn, told, length: bytes.length, body: bytes.toString() });
        response.writeHead(next.status, { 'content-type': next.type }).end(next.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  async function clientOf(identity: Identity, at = port, ca = igc.chainPem): Promise<AnnuaireClient> {
    const access = {
      ...{ feedUrl: `https://localhost:${at}/feed`, reportUrl: `https://localhost:${at}/report` },
      ...{ identity: { cert: identity.pem, key: await keyOf(identity) }, ca },
      ...{ names: ANNUAIRE_NAMES, software: { name: 'Cachet', version: '0.1.0', installation: 'essai' } },
    };
    return new AnnuaireClient(access, () => AT, randomUUID);
  }

  const answers = (body: string, status = 200, type = 'application/soap+xml') => {
    next = { status, type, body };
  };

  it('shows its certificate, and tells the same in its token', async () => {
    answers(said('<Ticket>T-1</Ticket>'));
    const client = await clientOf(operator);
    expect(await client.sendFeed([emptyFeed('ch-sud.mssante.fr')])).toEqual({
      kind: 'ticket',
      ticket: 'T-1',
    });
    const last = heard.at(-1);
    expect(last).toMatchObject({ path: '/feed', dn: 'mx.essai.mssante.fr' });
    expect(last?.told).toBe(last?.length);
    expect(last?.body).toContain(
      'CN=mx.essai.mssante.fr,OU=1010000024,O=C.H. SUD &amp; FILS,ST=Ain (01),C=FR</saml2:Issuer>',
    );
    expect(last?.body).toContain('<saml2:AttributeValue>1010000024</saml2:AttributeValue>');
    // EX_1.1.1_5020: by which certificate a ticket was had.
    expect(client.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it('EX_WSA_5060: takes a refusal for an answer, and disbelieves what is none', async () => {
    const client = await clientOf(operator);
    answers(said('<s:Fault><s:Code><s:Value>s:WSMSS17</s:Value></s:Code></s:Fault>'), 500);
    expect(await client.askReport('T-1')).toMatchObject({ kind: 'fault', code: 'WSMSS17' });
    expect(heard.at(-1)).toMatchObject({ path: '/report' });
    answers('<html></html>', 502, 'text/html');
    await expect(client.askReport('T-1')).rejects.toEqual(new ExchangeRefused('notSoap'));
  });

  it('trusts no server of another authority, and says when nobody answers', async () => {
    const stranger = await MiniatureIgc.create('AUTRE', TODAY);
    for (const client of [await clientOf(operator, port, stranger.chainPem), await clientOf(operator, 1)])
      await expect(client.askReport('T-1')).rejects.toBeInstanceOf(FetchFailure);
  });

  it('is not made of a certificate that names no structure', async () => {
    const nobody = await igc.issue({ dn: 'CN=mx.essai.mssante.fr,O=SANS OU,C=FR', ...TODAY });
    await expect(clientOf(nobody)).rejects.toThrow('names no structure');
  });
});

async function keyOf({ keys }: Identity): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;
}
