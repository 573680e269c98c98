import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningTrustSpace, runTrustSpace } from './testing/running-trust-space.js';

interface Credentials {
  readonly cert: string;
  readonly key: string;
}

describe('the national services of the trust space', () => {
  let space: RunningTrustSpace;
  let operator: Credentials;
  let unlisted: Credentials;
  beforeAll(async () => {
    space = await runTrustSpace();
    const { certFile, keyFile } = space.facts.operator;
    operator = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
    const { cert, key } = space.facts.sandbox.pki.identities.peerUnlisted ?? { cert: '', key: '' };
    unlisted = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  });
  afterAll(() => space.close());

  describe('Annuaire Santé', () => {
    it('takes a feed from the operator of the domain, gives a ticket, and publishes after its treatment', async () => {
      const { annuaire } = space.facts.sandbox;
      const fed = await call(annuaire.soap, { identity: operator, body: feed() });
      expect([fed.status, /<Ticket>[\w-]+<\/Ticket>/.test(fed.text)]).toEqual([200, true]);
      const query = `${annuaire.fhir}/Practitioner?mailbox-mss:exact=jeanne.moreau@ch-essai.mssante.fr`;
      expect(JSON.parse((await call(query, { headers: { 'esante-api-key': 'k' } })).text)).toMatchObject({
        total: 0,
      });
      expect((await space.ask(annuaire.control, { processNow: true })).body).toEqual({ processed: 1 });
      const found = JSON.parse((await call(query, { headers: { 'esante-api-key': 'k' } })).text);
      expect(found).toMatchObject({
        total: 1,
        entry: [{ resource: { identifier: [{ value: '99900000025' }], name: [{ family: 'MOREAU' }] } }],
      });
      expect((await space.ask(annuaire.control)).body).toMatchObject({
        feeds: [{ dn: space.facts.operator.dn, domains: ['ch-essai.mssante.fr'], processed: true }],
      });
    });

    it('does not publish the red list', async () => {
      const { annuaire } = space.facts.sandbox;
      const query = `${annuaire.fhir}/Practitioner?mailbox-mss=secret@`;
      expect(JSON.parse((await call(query, { headers: { 'esante-api-key': 'k' } })).text)).toMatchObject({
        total: 0,
      });
      expect((await call(query)).status).toBe(401);
    });

    it.each([
      ['without a certificate', 'WSMSS18', {}, (): Credentials | null => null],
      ['from an operator that is not listed', 'WSMSS06', {}, (): Credentials | null => unlisted],
      [
        'for a domain of somebody else',
        'WSMSS06',
        { domain: 'pair-essai.mssante.fr' },
        (): Credentials | null => operator,
      ],
      [
        'whose issuer is not the certificate’s',
        'WSMSS13',
        { issuer: 'CN=autre' },
        (): Credentials | null => operator,
      ],
      ['without a security header', 'WSMSS01', { security: false }, (): Credentials | null => operator],
      ['with a DOCTYPE', 'WSMSS12', { before: '<!DOCTYPE x>' }, (): Credentials | null => operator],
      ['that is not well formed', 'WSMSS12', { before: '<' }, (): Credentials | null => operator],
    ] as const)('refuses a feed %s (%s)', async (_, code, over, identity) => {
      const who = identity();
      const issuer = who === unlisted ? space.facts.sandbox.pki.identities.peerUnlisted?.dn : undefined;
      const answer = await call(space.facts.sandbox.annuaire.soap, {
        identity: who,
        body: feed({ issuer, ...over }),
      });
      expect(answer.status).toBe(500);
      expect(answer.text).toContain(`soap:${code}`);
    });
  });

  describe('SIPIL', () => {
    it('takes a zip archive from a listed operator and shows it', async () => {
      const { sipil } = space.facts.sandbox;
      const archive = Buffer.from('PK\x03\x04 une archive');
      const answer = await deposit(operator, archive);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('<Identite>mx.operateur-essai.mssante.fr</Identite>');
      expect(answer.text).toContain('<Domaine>labo-essai.mssante.fr</Domaine>');
      expect(answer.text).toContain('<NomArchive>1_mx.operateur-essai.mssante.fr.zip</NomArchive>');
      expect(answer.text).toContain('<CodeRetourGlobal>0</CodeRetourGlobal>');
      expect((await space.ask(sipil.control)).body).toMatchObject([
        { id: 1, fileName: 'stats.zip', archive: archive.toString('base64') },
      ]);
    });

    it.each([
      ['without a certificate', 20, (): Credentials | null => null, 'PK\x03\x04'],
      ['from an operator that is not listed', 30, (): Credentials | null => unlisted, 'PK\x03\x04'],
      ['of something else than a zip', 3, (): Credentials | null => operator, 'du texte'],
    ] as const)('refuses a deposit %s (%i)', async (_, code, identity, content) => {
      const answer = await deposit(identity(), Buffer.from(content));
      expect(answer.text).toContain(`<CodeRetourGlobal>${code}</CodeRetourGlobal>`);
    });
  });

  function feed(over: { issuer?: string; domain?: string; security?: false; before?: string } = {}): string {
    const domain = over.domain ?? 'ch-essai.mssante.fr';
    const bal = (local: string, red: 'O' | 'N') =>
      `<Compte><TypeBAL>PER</TypeBAL><AdresseBAL>${local}@${domain}</AdresseBAL><TypeIdentifiantPP>8</TypeIdentifiantPP><IdentifiantPP>99900000025</IdentifiantPP><NomExercice>MOREAU</NomExercice><PrenomExercice>JEANNE</PrenomExercice><ListeRouge>${red}</ListeRouge></Compte>`;
    const assertion = `<wsse:Security xmlns:wsse="urn:wsse"><saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" IssueInstant="2026-01-05T08:00:00Z"><saml2:Issuer> ${over.issuer ?? space.facts.operator.dn} </saml2:Issuer></saml2:Assertion></wsse:Security>`;
    return `${over.before ?? ''}<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header>${over.security === false ? '' : assertion}</soap:Header><soap:Body><Domaine>${domain}</Domaine>${bal('jeanne.moreau', 'N')}${bal('secret', 'O')}</soap:Body></soap:Envelope>`;
  }

  function deposit(identity: Credentials | null, content: Buffer) {
    const head =
      '--limite\r\nContent-Disposition: form-data; name="file"; filename="stats.zip"\r\nContent-Type: application/zip\r\n\r\n';
    const body = Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--limite--\r\n')]);
    const headers = { 'content-type': 'multipart/form-data; boundary=limite' };
    return call(space.facts.sandbox.sipil.url, { identity, body, headers });
  }

  async function call(
    url: string,
    over: { identity?: Credentials | null; body?: string | Buffer; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; text: string }> {
    const agent = new Agent({ ca: readFileSync(space.facts.sandbox.pki.ca), ...over.identity });
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
    const sent = request(
      url,
      { agent, method: over.body ? 'POST' : 'GET', headers: over.headers },
      (answer) => {
        buffer(answer).then(
          (bytes) => resolve({ status: answer.statusCode ?? 0, text: bytes.toString() }),
          reject,
        );
      },
    );
    sent.on('error', reject);
    sent.end(over.body);
    return promise.finally(() => agent.destroy());
  }
});
