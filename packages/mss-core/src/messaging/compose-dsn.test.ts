import { describe, expect, it } from 'vitest';
import { type MssAddress, parseMssAddress } from '../identifiers/index.js';
import { MimeReader } from '../mime/index.js';
import { composeDsn, composeDsnAround, type DeliveryNotice } from './compose-dsn.js';
import { NOTHING_WISHED } from './notification-wishes.js';

const SENDER = parseMssAddress('anne.martin@ch-valmont.mssante.fr') as MssAddress;
const STAMP = { hostname: 'mx.cachet.test', at: new Date('2026-11-20T12:00:00Z'), id: 'notice-1' };

function noticeOf(change: Partial<DeliveryNotice> = {}): DeliveryNotice {
  return {
    kind: 'failed',
    to: SENDER,
    domain: 'ch-valmont.mssante.fr',
    recipient: parseMssAddress('jean.dupont@peer.mssante.fr') as MssAddress,
    cause: 'recipientRejected',
    triedMs: null,
    retryUntil: null,
    wishes: NOTHING_WISHED,
    reply: { code: 550, text: '5.1.1 No such user\r\nX-Injected: yes' },
    remoteHost: 'mx.peer.mssante.fr',
    submittedAt: new Date('2026-11-20T11:00:00Z'),
    header: Buffer.from(
      'From: anne.martin@ch-valmont.mssante.fr\r\nMessage-ID: <lettre-1@client.test>\r\nSubject: =?utf-8?Q?=C3=A9?=\r\n',
    ),
    ...change,
  };
}

function notice(change: Partial<DeliveryNotice> = {}): { raw: string; bytes: Uint8Array } {
  const bytes = composeDsn(noticeOf(change), STAMP);
  return { bytes, raw: Buffer.from(bytes).toString('utf8') };
}

/** What a person reads of it. */
function readable(raw: string): string {
  return Buffer.from(/base64\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(raw)?.[1] ?? '', 'base64').toString('utf8');
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
    const text = readable(raw);
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
    const { raw } = notice({ triedMs: 48 * 3_600_000, reply: { code: 450, text: '4.7.1 Greylisted' } });
    expect(raw).toContain('\r\nStatus: 5.4.7\r\n');
  });

  it('B02: names a peer that never proved who it is, however long was tried', () => {
    const silent = { reply: null, remoteHost: 'mx.peer.mssante.fr', triedMs: 48 * 3_600_000 } as const;
    for (const cause of ['certificateNotAccepted', 'certificateOfAnotherDomain', 'notEncrypted'] as const) {
      expect(notice({ ...silent, cause }).raw).toContain('\r\nStatus: 5.7.5\r\n');
    }
  });

  it('keeps to what it knows when no server answered', () => {
    const { raw } = notice({ cause: 'domainUnknown', reply: null, remoteHost: null });
    expect(raw).toContain('\r\nStatus: 5.1.2\r\n');
    expect(raw).not.toMatch(/Diagnostic-Code|Remote-MTA/);
  });

  it('EX_GBM_4430: names the letter it speaks of, so that a program finds it', () => {
    const { raw } = notice();
    expect(raw).toContain('\r\nIn-Reply-To: <lettre-1@client.test>\r\n');
  });

  it('RE_GBM_4410: says the same in one line of English', () => {
    expect(readable(notice().raw)).toMatch(
      /\r\nIn English: your message could not be delivered to .*refused this address\.\r\n/,
    );
  });

  it('tells a delay: what is wrong, that trying goes on, until when', () => {
    const retryUntil = new Date('2026-11-22T11:00:00Z');
    const reply = { code: 451, text: '4.7.1 Greylisted' };
    const { raw } = notice({ kind: 'delayed', cause: 'peerBusy', reply, retryUntil });
    expect(raw).toMatch(/\r\nAction: delayed\r\nStatus: 4\.7\.1\r\n/);
    expect(raw).toContain('\r\nWill-Retry-Until: Sun, 22 Nov 2026 11:00:00 +0000\r\n');
    expect(readable(raw)).toContain('jusqu’au 22 novembre 2026 à 12:00 : ne renvoyez pas le message.');
  });

  it('tells a success as delivered, or as handed to a server that reports nothing', () => {
    const success = { cause: null, reply: { code: 250, text: 'Ok' } } as const;
    expect(notice({ ...success, kind: 'delivered' }).raw).toMatch(
      /\r\nAction: delivered\r\nStatus: 2\.1\.5\r\n/,
    );
    expect(notice({ ...success, kind: 'relayed' }).raw).toMatch(/\r\nAction: relayed\r\nStatus: 2\.0\.0\r\n/);
  });

  it('RFC 3461: gives back the sender’s own names for the sending and for the recipient', () => {
    const wishes = { ...NOTHING_WISHED, envid: 'envoi+2B7', orcpt: 'rfc822;jean+2Bsoins@peer.mssante.fr' };
    const { raw } = notice({ wishes });
    expect(raw).toContain('\r\nOriginal-Envelope-Id: envoi+7\r\n');
    expect(raw).toContain('\r\nOriginal-Recipient: rfc822; jean+soins@peer.mssante.fr\r\n');
  });

  it('RFC 3461 §4.3: stands around the whole letter for a sender who wished it back', () => {
    const given = { header: Buffer.from('') };
    const { before, after } = composeDsnAround({ ...noticeOf(given) }, STAMP);
    const reader = new MimeReader();
    reader.write(before);
    reader.write(Buffer.from('Subject: Bonjour\r\n\r\nLe contenu.\r\n'));
    reader.write(after);
    const { root } = reader.end();
    expect(root.parts.map((part) => `${part.type}/${part.subtype}`)[2]).toBe('message/rfc822');
  });
});
