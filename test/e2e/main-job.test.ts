import { createHash } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
import { letters } from '../corpus/letters.js';
import { openImap, peerReceived, peerSends, submit } from './clients.js';
import { untilFound } from './until.js';

const sandbox = inject('sandbox');
const moreau = { rpps: '99900000025', bal: 'jeanne.moreau@ch-valmont.mssante.fr' };
const lemaire = { rpps: '99900000033', bal: 'paul.lemaire@ch-valmont.mssante.fr' };
const colleague = `silence.colette@${sandbox.peer.domain}`;

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The bytes the sender wrote, without the trace headers that servers put on top (RFC 5321 §4.4). */
const endsWith = (whole: Buffer, sent: Buffer) =>
  sha(whole.subarray(whole.length - sent.length)) === sha(sent);

describe('EX_GBM_4410 a doctor writes to a professional of another operator', () => {
  it('every shape of letter arrives byte for byte at the other operator', async () => {
    const corpus = await letters(moreau.bal, colleague);
    expect(corpus.length).toBeGreaterThanOrEqual(20);
    for (const letter of corpus) await submit(sandbox, moreau, [colleague], letter.raw);
    const arrivals = await untilFound(
      async () => {
        const received = await peerReceived(sandbox);
        const found = corpus.map(({ raw }) => received.find((mail) => endsWith(mail.raw, raw)));
        return found.every((mail) => mail !== undefined) ? found : null;
      },
      60_000,
      'letters are missing at the other operator',
    );
    for (const arrived of arrivals) {
      expect(arrived?.from).toBe(moreau.bal);
      expect(arrived?.to).toEqual([colleague]);
    }
  });

  it('what was sent is in Sent, once', async () => {
    const client = await openImap(sandbox, moreau);
    const lock = await client.getMailboxLock('Sent');
    const subjects: string[] = [];
    for await (const message of client.fetch('1:*', { envelope: true }))
      subjects.push(message.envelope?.messageId ?? '');
    lock.release();
    await client.logout();
    const corpusIds = subjects.filter((id) => id.startsWith('<corpus-'));
    expect(new Set(corpusIds).size).toBe(corpusIds.length);
    expect(corpusIds.length).toBeGreaterThanOrEqual(20);
  });
});

describe('EX_3.1_5010 a professional of another operator writes to a doctor', () => {
  it('every shape of letter is read by IMAP byte for byte', async () => {
    const corpus = await letters(colleague, lemaire.bal);
    for (const letter of corpus)
      await peerSends(sandbox, { from: colleague, to: lemaire.bal, raw: letter.raw });
    const client = await openImap(sandbox, lemaire);
    const lock = await client.getMailboxLock('INBOX');
    const sources: Buffer[] = [];
    for await (const message of client.fetch('1:*', { source: true }))
      if (message.source) sources.push(message.source);
    lock.release();
    await client.logout();
    const missing = corpus
      .filter((letter) => !sources.some((source) => endsWith(source, letter.raw)))
      .map((letter) => letter.name);
    expect(missing).toEqual([]);
  });

  it('a letter is seen by an idling client within a second of its acceptance', async () => {
    const client = await openImap(sandbox, moreau);
    const lock = await client.getMailboxLock('INBOX');
    const seen = new Promise<number>((done) => client.once('exists', () => done(performance.now())));
    const idling = client.idle();
    const [letter] = await letters(colleague, moreau.bal);
    if (!letter) throw new Error('the corpus is empty');
    await peerSends(sandbox, { from: colleague, to: moreau.bal, raw: letter.raw });
    const accepted = performance.now();
    expect((await seen) - accepted).toBeLessThan(1000);
    lock.release();
    await client.logout();
    await idling;
  });
});

describe('EX_3.2_5010 the answer of another operator’s professional', () => {
  it('comes back to the doctor who wrote', async () => {
    const subject = `Avis demande ${Date.now()}`;
    const raw = Buffer.from(
      `From: ${moreau.bal}\r\nTo: reponse@${sandbox.peer.domain}\r\nSubject: ${subject}\r\nMessage-ID: <${Date.now()}@ch-valmont.mssante.fr>\r\nDate: Thu, 15 Jan 2026 09:30:00 +0100\r\n\r\nMerci de votre avis.\r\n`,
    );
    await submit(sandbox, moreau, [`reponse@${sandbox.peer.domain}`], raw);
    const client = await openImap(sandbox, moreau);
    const lock = await client.getMailboxLock('INBOX');
    const found = await untilFound(
      async () => {
        await client.noop();
        const uids = await client.search({ subject }, { uid: true });
        return uids && uids.length > 0 ? uids : null;
      },
      15_000,
      'no answer came',
    );
    expect(found).toHaveLength(1);
    lock.release();
    await client.logout();
  });
});
