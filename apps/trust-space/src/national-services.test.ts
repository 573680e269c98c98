import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Credentials, callService } from './testing/call-service.js';
import { type RunningTrustSpace, runTrustSpace } from './testing/running-trust-space.js';

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

  function deposit(identity: Credentials | null, content: Buffer) {
    const head =
      '--limite\r\nContent-Disposition: form-data; name="file"; filename="stats.zip"\r\nContent-Type: application/zip\r\n\r\n';
    const body = Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--limite--\r\n')]);
    const headers = { 'content-type': 'multipart/form-data; boundary=limite' };
    return callService(space.facts.sandbox.sipil.url, space.facts.sandbox.pki.ca, {
      identity,
      body,
      headers,
    });
  }
});
