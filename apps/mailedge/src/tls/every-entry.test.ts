import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Listener } from '../listeners.js';
import { AssembledEdge } from '../testing/assembled-edge.fixture.js';
import { TLS12_SUITES } from './profile.js';

const ENTRIES = ['mx', 'submission', 'submissionAuthcli', 'imap', 'imapAuthcli'] as const;

let edge: AssembledEdge;

beforeAll(async () => {
  edge = await AssembledEdge.open();
});
afterAll(() => edge.close());

/** STARTTLS as a client of that entry does it. @throws what the handshake fails with. */
async function encrypted(entry: Listener['name'], options: ConnectionOptions = {}): Promise<TLSSocket> {
  const listener = edge.listeners.find(({ name }) => name === entry);
  const socket = connect(listener?.port ?? 0, '127.0.0.1');
  await said(socket, /^(220|\* OK)/);
  const lines = entry.startsWith('imap') ? ['a STARTTLS'] : ['EHLO client.test', 'STARTTLS'];
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    await said(socket, /^(250 |220 |a OK)/m);
  }
  return shakenHands(socket, options);
}

function shakenHands(socket: Socket, options: ConnectionOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const tls = connectTls({ socket, rejectUnauthorized: false, ...options });
    tls.once('secureConnect', () => resolve(tls));
    tls.once('error', reject);
  });
}

/** Waits for a whole answer that matches. */
function said(socket: Socket, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const listen = (bytes: Buffer) => {
      text += bytes.toString('latin1');
      if (!pattern.test(text) || !text.endsWith('\r\n')) return;
      socket.off('data', listen);
      resolve(text);
    };
    socket.on('data', listen);
    socket.once('close', () => reject(new Error(`closed after: ${text}`)));
  });
}

function bitsOf(tls: TLSSocket): number {
  const exchanged = tls.getEphemeralKeyInfo();
  return exchanged && 'size' in exchanged ? Number(exchanged.size) : 0;
}

describe.each(ENTRIES)('EX_OPE_5010, EX_LPS_0100, EX_LPS_0200 (B07): on the entry %s', (entry) => {
  it('each of the six suites can be negotiated alone in TLS 1.2', async () => {
    for (const ciphers of TLS12_SUITES) {
      const tls = await encrypted(entry, { ciphers, maxVersion: 'TLSv1.2' });
      expect([tls.getProtocol(), tls.getCipher().name]).toEqual(['TLSv1.2', ciphers]);
      expect(bitsOf(tls)).toBeGreaterThanOrEqual(ciphers.startsWith('DHE') ? 2048 : 256);
      tls.destroy();
    }
  });

  it.each([
    'AES256-GCM-SHA384',
    'AES128-SHA',
    'DHE-RSA-AES256-SHA256',
    'ECDHE-RSA-AES256-SHA',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'DHE-RSA-CHACHA20-POLY1305',
  ])('%s cannot', async (ciphers) => {
    const weak = { ciphers: `${ciphers}:@SECLEVEL=0`, maxVersion: 'TLSv1.2' } as const;
    await expect(encrypted(entry, weak)).rejects.toThrow(/handshake failure/);
  });

  it('RE_OPE_5015: TLS 1.3 is spoken, and nothing older than 1.2', async () => {
    const tls = await encrypted(entry);
    expect(tls.getProtocol()).toBe('TLSv1.3');
    tls.destroy();
    for (const version of ['TLSv1.1', 'TLSv1'] as const) {
      const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' } as const;
      await expect(encrypted(entry, old)).rejects.toThrow(/protocol version/);
    }
  });

  it('a curve under 256 bits is no common ground', async () => {
    const small = {
      ecdhCurve: 'secp224r1',
      ciphers: 'ECDHE-RSA-AES256-GCM-SHA384',
      maxVersion: 'TLSv1.2',
    } as const;
    await expect(encrypted(entry, small)).rejects.toThrow(/handshake failure/);
  });

  it('a session is neither resumed nor renegotiated', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const first = await encrypted(entry, { maxVersion });
      first.write(entry.startsWith('imap') ? 'b NOOP\r\n' : 'EHLO client.test\r\n');
      // With the first answer have come the tickets, if there are any.
      await said(first, /^(b OK|250 |550 )/m);
      const session = first.getSession();
      first.destroy();
      expect(session).toBeDefined();
      const again = await encrypted(entry, { maxVersion, ...(session && { session }) });
      expect(again.isSessionReused()).toBe(false);
      again.destroy();
    }
    const tls = await encrypted(entry, { maxVersion: 'TLSv1.2' });
    const refused = await new Promise<Error | null>((resolve) => {
      tls.on('error', resolve);
      tls.renegotiate({ rejectUnauthorized: false }, resolve);
    });
    expect(refused?.message).toMatch(/renegotiation/i);
    tls.destroy();
  });
});

describe('EX_SSI_5085: a renewed certificate', () => {
  it('serves the next sessions of every entry, while those under way go on', async () => {
    const open = await Promise.all(ENTRIES.map((entry) => encrypted(entry)));
    const renewed = await edge.igc.issue({ cn: 'mx.cachet.test', o: 'RENOUVELE' });
    edge.renew(renewed);
    await vi.waitFor(() => expect(edge.container.identity.pair().cert.toString()).toBe(renewed.cert), 5_000);
    for (const [index, entry] of ENTRIES.entries()) {
      const next = await encrypted(entry);
      expect(next.getPeerCertificate().subject.O, entry).toBe('RENOUVELE');
      const present = open[index];
      present?.write(entry.startsWith('imap') ? 'b NOOP\r\n' : 'QUIT\r\n');
      expect(present && (await said(present, /^(b OK|221)/)), entry).toBeDefined();
      next.destroy();
      present?.destroy();
    }
  });
});
