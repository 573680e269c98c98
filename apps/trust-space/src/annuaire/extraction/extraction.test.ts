import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Credentials, callService } from '../../testing/call-service.js';
import { type RunningTrustSpace, runTrustSpace } from '../../testing/running-trust-space.js';

describe('EX_2.1.3_5010, EX_2.1.4_5010: the simulated extractions', () => {
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

  const get = (url: string, identity: Credentials | null = operator) =>
    callService(url, space.facts.sandbox.pki.ca, { identity });
  const fail = (failExtraction: string | null) =>
    space.ask(space.facts.sandbox.annuaire.control, { failExtraction });

  it('give the public one to anybody, and the others to certificates that the liste blanche has', async () => {
    const { extraction, mssExtraction, identities } = space.facts.sandbox.annuaire;
    const open = await get(extraction, null);
    expect([open.status, open.text.slice(0, 2)]).toEqual([200, 'PK']);
    for (const url of [mssExtraction, identities]) {
      const { status, text } = await get(url);
      const archive = Buffer.from(/<Extraction>(.*)<\/Extraction>/s.exec(text)?.[1] ?? '', 'base64');
      expect([status, archive.toString('latin1', 0, 2)]).toEqual([200, 'PK']);
      expect((await get(url.replace(/format=\w+/, 'format=ldif'))).status).toBe(400);
      expect((await get(url.replace(/\?.*/, ''))).status).toBe(400);
      expect((await get(url.replace('?', '/?'))).status).toBe(200);
      for (const who of [unlisted, null]) expect((await get(url, who)).status).toBe(403);
    }
  });

  it('fail as they are told to, once, and are themselves again', async () => {
    const { extraction } = space.facts.sandbox.annuaire;
    const statuses = { badRequest: 400, forbidden: 403, notFound: 404, error500: 500, html: 200, stale: 200 };
    for (const [mood, status] of Object.entries(statuses)) {
      await fail(mood);
      expect((await get(extraction)).status).toBe(status);
    }
    await fail('silent');
    await expect(get(extraction)).rejects.toThrow();
    const whole = (await get(extraction)).bytes.length;
    for (const mood of ['truncated', 'shrunk', 'wrongHeader']) {
      await fail(mood);
      expect((await get(extraction)).bytes.length).not.toBe(whole);
    }
    expect((await get(extraction)).bytes.length).toBe(whole);
  });
});
