import { describe, expect, it } from 'vitest';
import { type MssAddress, parseMssAddress } from '../identifiers/index.js';
import { MimeReader } from '../mime/index.js';
import { composeDsn, type FailedLetter } from './compose-dsn.js';

const SENDER = parseMssAddress('anne.martin@ch-valmont.mssante.fr') as MssAddress;
const STAMP = { hostname: 'mx.cachet.test', at: new Date('2026-11-20T12:00:00Z'), id: 'notice-1' };

function notice(change: Partial<FailedLetter> = {}): { raw: string; bytes: Uint8Array } {
  const bytes = composeDsn(
    {
      sender: SENDER,
      recipient: parseMssAddress('jean.dupont@peer.mssante.fr') as MssAddress,
      cause: 'recipientRejected',
      hasExpired: false,
      reply: { code: 550, text: '5.1.1 No such user\r\nX-Injected: yes' },
      remoteHost: 'mx.peer.mssante.fr',
      submittedAt: new Date('2026-11-20T11:00:00Z'),
      header: Buffer.from('From: anne.martin@ch-valmont.mssante.fr\r\nSubject: =?utf-8?Q?=C3=A9?=\r\n'),
      ...change,
    },
    STAMP,
  );
  return { bytes, raw: Buffer.from(bytes).toString('utf8') };
}

describe('RFC 3464: the notice of a failure', () => {
  it('is a report of three parts: for people, for machines, and the header', () => {
    const reader = new MimeReader();
    reader.write(notice().bytes);
    const { root, facts, envelope } = reader.end();
    expect(`${root.type}/${root.subtype}`).toBe('multipart/report');
    expect(root.parts.map((part) => `${part.type}/${part.subtype}`)).toEqual([
      'text/plain',
      'message/delivery-status',
      'text/rfc822-headers',
    ]);
    expect(facts).toMatchObject({ subject: 'Message non remis', autoSubmitted: true });
    expect(envelope.messageId).toBe('<notice-1@mx.cachet.test>');
  });

  it('RE_GBM_4410: tells in French whom, why, and what to do', () => {
    const { raw } = notice();
    const text = Buffer.from(/base64\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(raw)?.[1] ?? '', 'base64').toString(
      'utf8',
    );
    expect(text).toContain('Votre message n’a pas pu être remis à jean.dupont@peer.mssante.fr.');
    expect(text).toContain('Motif : Le serveur du destinataire a refusé cette adresse.');
    expect(text).toContain('Que faire : Vérifiez l’adresse dans l’Annuaire Santé');
  });

  it('gives machines the recipient, the status and the peer’s own words on one line', () => {
    const { raw } = notice();
    expect(raw).toContain(
      '\r\nFinal-Recipient: rfc822; jean.dupont@peer.mssante.fr\r\nAction: failed\r\nStatus: 5.1.1\r\n',
    );
    expect(raw).toContain('\r\nDiagnostic-Code: smtp; 550 5.1.1 No such user X-Injected: yes\r\n');
  });

  it('tells that time ran out rather than the last temporary answer', () => {
    const { raw } = notice({ hasExpired: true, reply: { code: 450, text: '4.7.1 Greylisted' } });
    expect(raw).toContain('\r\nStatus: 5.4.7\r\n');
  });

  it('keeps to what it knows when no server answered', () => {
    const { raw } = notice({ cause: 'domainUnknown', reply: null, remoteHost: null });
    expect(raw).toContain('\r\nStatus: 5.1.2\r\n');
    expect(raw).not.toMatch(/Diagnostic-Code|Remote-MTA/);
  });
});
