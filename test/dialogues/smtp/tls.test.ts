import { writeFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EdgeUnderTest } from './support/edge-under-test.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

let edge: EdgeUnderTest;

beforeAll(async () => {
  edge = await EdgeUnderTest.start();
});

afterAll(() => edge.stop());

async function shakenHands(options: ConnectionOptions): Promise<RawSmtpClient> {
  const client = await RawSmtpClient.connect(edge.submissionPort);
  await client.reply();
  await client.ask('EHLO client.test');
  await client.ask('STARTTLS');
  await client.startTls(null, options);
  return client;
}

describe('EX_OPE_5010, EX_LPS_0200: what TLS is spoken', () => {
  it.each([
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES256-SHA384',
    'ECDHE-RSA-AES128-SHA256',
    'DHE-RSA-AES256-GCM-SHA384',
    'DHE-RSA-AES128-GCM-SHA256',
  ])('takes %s in TLS 1.2', async (ciphers) => {
    const { tls } = await shakenHands({ ciphers, maxVersion: 'TLSv1.2' });
    expect(tls.getProtocol()).toBe('TLSv1.2');
    expect(tls.getCipher().name).toBe(ciphers);
    const exchanged = tls.getEphemeralKeyInfo();
    const bits = exchanged && 'size' in exchanged ? Number(exchanged.size) : 0;
    expect(bits).toBeGreaterThanOrEqual(ciphers.startsWith('DHE') ? 2048 : 256);
  });

  it.each([
    'AES256-GCM-SHA384',
    'AES128-SHA256',
    'ECDHE-RSA-AES128-SHA',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'DHE-RSA-AES256-SHA256',
    'DHE-RSA-AES128-SHA',
  ])('does not take %s', async (ciphers) => {
    await expect(shakenHands({ ciphers, maxVersion: 'TLSv1.2' })).rejects.toThrow(/handshake failure/);
  });

  it('takes TLS 1.3, and nothing older than 1.2', async () => {
    const { tls } = await shakenHands({});
    expect(tls.getProtocol()).toBe('TLSv1.3');
    for (const version of ['TLSv1.1', 'TLSv1'] as const) {
      const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' } as const;
      await expect(shakenHands(old)).rejects.toThrow(/protocol version/);
    }
  });

  it('resumes no session, so that every peer is judged', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const first = await shakenHands({ maxVersion });
      const session = first.tls.getSession();
      first.close();
      const again = await shakenHands({ maxVersion, session });
      expect(again.tls.isSessionReused()).toBe(false);
    }
  });

  it('does not renegotiate', async () => {
    const { tls } = await shakenHands({ maxVersion: 'TLSv1.2' });
    const refused = await new Promise<Error | null>((resolve) => {
      tls.on('error', resolve);
      tls.renegotiate({ rejectUnauthorized: false }, resolve);
    });
    expect(refused?.message).toMatch(/renegotiation/i);
  });
});

describe('a renewed certificate', () => {
  it('serves the next session, while the present one goes on', async () => {
    const present = await shakenHands({});
    const renewed = await edge.igc.issue({ cn: 'mx.cachet.test', o: 'RENOUVELE' });
    writeFileSync(edge.files.keyFile, renewed.key);
    writeFileSync(edge.files.certFile, renewed.cert);
    await vi.waitFor(() => expect(edge.identity.pair().cert.toString()).toBe(renewed.cert), {
      timeout: 5000,
    });
    const next = await shakenHands({});
    expect(next.tls.getPeerCertificate().subject.O).toBe('RENOUVELE');
    expect(await present.ask('NOOP')).toMatch(/^503|^250/);
  });

  it('is passed over while it does not match its key', async () => {
    const before = edge.identity.pair().cert;
    writeFileSync(edge.files.certFile, 'not a certificate');
    edge.identity.reload();
    expect(edge.identity.pair().cert).toEqual(before);
    expect(await (await shakenHands({})).ask('EHLO client.test')).toMatch(/^250/);
  });
});
