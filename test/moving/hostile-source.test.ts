import { type ImportStep, SourceLost } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { EICAR } from '@cachet/testkit/clamd';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startScanners } from '../dialogues/smtp/support/scanners.js';
import { type Script, type ScriptedMessage, ScriptedServer } from './support/scripted-server.js';
import { Takeover } from './support/takeover.js';

let takeover: Takeover;
let server: ScriptedServer;

beforeEach(async () => {
  takeover = await Takeover.open();
});
afterEach(async () => {
  await server.stop();
  await takeover.close();
});

async function from(script: Script) {
  server = await ScriptedServer.start(script);
  return {
    host: '127.0.0.1',
    port: server.port,
    security: 'plaintext',
    ca: null,
    certificateName: null,
    user: 'anne',
    secret: { pass: 'secret-de-anne' },
  } as const;
}

const letter = (name: string, octets = 40) =>
  Buffer.from(`Subject: ${name}\r\n\r\n${'x'.repeat(octets)}\r\n`);
const message = (uid: number, octets = 40): ScriptedMessage => ({ uid, raw: letter(`m${uid}`, octets) });
const raws = async (name = 'INBOX') => (await takeover.folder(name)).map(({ raw }) => raw.toString('latin1'));

describe('a server that makes no sense', () => {
  it('lies about sizes, up and down: the messages are those it sends', async () => {
    const messages = [
      { ...message(1, 300_000), size: 10 },
      { ...message(2), size: 999_999 },
      { ...message(3, 262_144 * 2 - 20), size: 1 },
    ];
    const taken = await takeover.run(await from({ messages: () => messages }));
    expect(taken.ok).toBe(true);
    expect(await raws()).toEqual(messages.map(({ raw }) => raw.toString('latin1')));
  });

  it('sends NUL, bad dates, bad flags, the same uid twice and uids that go back: each message once, to the octet', async () => {
    const odd = Buffer.from('Subject: a\0b\r\n\r\n\0\xff\0\r\n', 'latin1');
    const messages = [
      { uid: 4, raw: odd, date: '99-Xyz-0000 77:00:00 +9999', flags: '\\Seen \\Recent $ok' },
      { uid: 4, raw: letter('again'), date: '01-Jan-0001 00:00:00 +0000' },
      { uid: 2, raw: letter('two'), date: '29-Feb-2024 23:59:58 +0000', flags: '\\Flagged' },
    ];
    expect((await takeover.run(await from({ messages: () => messages }))).ok).toBe(true);
    const [first, second, ...others] = await takeover.folder('INBOX');
    expect(first?.raw.toString()).toContain('two');
    expect(first).toMatchObject({ flags: ['\\Flagged'], internalDate: new Date('2024-02-29T23:59:58Z') });
    expect(second?.raw.equals(odd)).toBe(true);
    expect(second?.flags).toEqual(['$ok', '\\Seen']);
    expect(second?.internalDate.getUTCFullYear()).toBeGreaterThan(2000);
    expect(others).toEqual([]);
  });

  it('ignores which piece is asked and sends the whole: taken over all the same', async () => {
    const whole = message(1, 700_000);
    const account = await from({ messages: () => [whole], piece: () => whole.raw });
    expect((await takeover.run(account)).ok).toBe(true);
    expect(await raws()).toEqual([whole.raw.toString('latin1')]);
  });

  it('announces a literal beyond all measure, each time: nothing of it is taken, and the others are', async () => {
    const account = await from({
      messages: () => [message(1), message(2), message(3)],
      piece: (uid, _start, socket) => {
        if (uid === 2) socket.write('* 2 FETCH (UID 2 BODY[]<0> {4000000000}\r\n');
        return null;
      },
    });
    expect((await takeover.run(account)).ok).toBe(true);
    expect(await raws()).toEqual([1, 3].map((uid) => letter(`m${uid}`).toString()));
    expect(await takeover.leftOut(account)).toEqual([{ folder: 'INBOX', uid: 2, code: 'failsThere' }]);
  });

  it('goes away over the same messages each time: each is tried three times, noted, passed over and never asked again', async () => {
    const messages = Array.from({ length: 6 }, (_, index) => message(index + 1));
    const asked: number[] = [];
    const account = await from({
      messages: () => messages,
      piece: (uid, _start, socket) => {
        asked.push(uid);
        if (uid === 2 || uid === 3 || uid === 5) socket.destroy();
        return null;
      },
    });
    expect((await takeover.run(account)).ok).toBe(true);
    expect(asked).toEqual([1, 2, 2, 2, 3, 3, 3, 4, 5, 5, 5, 6]);
    expect(await raws()).toEqual([1, 4, 6].map((uid) => letter(`m${uid}`).toString()));
    expect(await takeover.progress()).toMatchObject([{ messages: 6, imported: 3, refused: 3 }]);
    const noted = [2, 3, 5].map((uid) => ({ folder: 'INBOX', uid, code: 'failsThere' }));
    expect(await takeover.leftOut(account)).toEqual(noted);
    messages.push(message(7));
    expect((await takeover.run(account)).ok).toBe(true);
    expect(asked.slice(12)).toEqual([7]);
    expect(await takeover.leftOut(account)).toEqual(noted);
  });

  it('goes away over one message twice, then gives it: nothing is left out', async () => {
    let failures = 0;
    const account = await from({
      messages: () => [message(1), message(2)],
      piece: (uid, _start, socket) => {
        if (uid === 1 && ++failures < 3) socket.destroy();
        return null;
      },
    });
    expect((await takeover.run(account)).ok).toBe(true);
    expect(await raws()).toHaveLength(2);
    expect(await takeover.leftOut(account)).toEqual([]);
  });

  it('sends a message over which our own reading fails: it is passed over, an outage of ours is not', async () => {
    const account = await from({ messages: () => [message(1), message(2)] });
    takeover.failsOver = (subject) => (subject === 'm1' ? new RangeError('surprise') : null);
    expect((await takeover.run(account)).ok).toBe(true);
    expect(await takeover.leftOut(account)).toEqual([{ folder: 'INBOX', uid: 1, code: 'failsHere' }]);
    expect(await raws()).toEqual([letter('m2').toString()]);
    const full = Object.assign(new Error('no room'), { code: 'ENOSPC' });
    takeover.failsOver = () => full;
    await expect(takeover.run({ ...account, user: 'zoé' })).rejects.toThrow('no room');
    expect(await takeover.leftOut({ ...account, user: 'zoé' })).toEqual([]);
  });

  it('has a message larger than any here: it is left out and counted, and the next one comes', async () => {
    const messages = [message(1, 6_500_000), message(2)];
    expect((await takeover.run(await from({ messages: () => messages }))).ok).toBe(true);
    expect(await raws()).toEqual([letter('m2').toString()]);
    expect(await takeover.progress()).toMatchObject([{ name: 'INBOX', imported: 1, refused: 1 }]);
  });

  it('never answers: it is given up after some tries, and nothing is half taken', async () => {
    const account = await from({
      messages: () => [message(1), message(2)],
      piece: (uid) => (uid === 2 ? 'silence' : null),
    });
    await expect(takeover.run(account, 1)).rejects.toThrow(SourceLost);
    expect(await raws()).toEqual([letter('m1').toString()]);
  });

  it('names folders as nobody may: each has a place', async () => {
    const folders = ['INBOX', 'INBOX.A%B*C', '..', '.', 'Courrier ind&AOk-sirable', 'INBOX.Sent Items'];
    expect((await takeover.run(await from({ folders, messages: () => [message(1)] }))).ok).toBe(true);
    expect(await takeover.names()).toEqual(
      expect.arrayContaining(['INBOX', 'A_B_C', 'Sans nom', 'Junk', 'Sent']),
    );
    expect(await raws('Junk')).toHaveLength(1);
    expect(await raws('A_B_C')).toHaveLength(1);
  });
});

describe('a server that goes away', () => {
  it('in the middle of messages: taken up where it was, each message once and whole', async () => {
    const messages = Array.from({ length: 12 }, (_, index) => message(index + 1, 400_000));
    let pieces = 0;
    const account = await from({
      messages: () => messages,
      piece: (_uid, start, socket) => {
        pieces += 1;
        if (start > 0 && pieces % 5 === 0) {
          socket.write('* 1 FETCH (UID 1 BODY[]<0> {200000}\r\nxxxx');
          socket.destroy();
        }
        return null;
      },
    });
    expect((await takeover.run(account, 6)).ok).toBe(true);
    expect(takeover.losses).toBeGreaterThan(1);
    expect(await raws()).toEqual(messages.map(({ raw }) => raw.toString('latin1')));
  });

  it('is read again later: only what is new is taken, and its progress can be read', async () => {
    const messages = [message(1), message(2)];
    const account = await from({ messages: () => messages });
    await takeover.run(account);
    messages.push(message(3));
    await takeover.run(account);
    expect(await raws()).toEqual([1, 2, 3].map((uid) => letter(`m${uid}`).toString()));
    expect(takeover.steps.map(({ imported }: ImportStep) => imported)).toEqual([0, 1, 2, 2, 3]);
    expect(await takeover.progress()).toMatchObject([
      { source: `anne@127.0.0.1:${server.port}`, name: 'INBOX', messages: 3, imported: 3, refused: 0 },
    ]);
  });

  it('two imports at one time take each message once', async () => {
    const messages = Array.from({ length: 20 }, (_, index) => message(index + 1));
    const account = await from({ messages: () => messages });
    const runs = await Promise.allSettled([takeover.run(account), takeover.run(account)]);
    expect(runs.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await raws()).toEqual(messages.map(({ raw }) => raw.toString('latin1')));
  });
});

describe('what a takeover may not', () => {
  it('fill a BAL beyond its quota: it stops, and goes on once there is room', async () => {
    await takeover.close();
    takeover = await Takeover.open(100_000);
    const messages = Array.from({ length: 4 }, (_, index) => message(index + 1, 40_000));
    const account = await from({ messages: () => messages });
    expect(await takeover.run(account)).toMatchObject({ ok: false, refusal: { code: 'quotaExceeded' } });
    expect(await raws()).toHaveLength(2);
    await takeover.database.withTenant(takeover.tenant.context(), (sql) =>
      sql.query('update bal set quota_bytes = 1000000'),
    );
    expect((await takeover.run(account)).ok).toBe(true);
    expect(await raws()).toEqual(messages.map(({ raw }) => raw.toString('latin1')));
  });

  it('EX_SSI_5090: let an infected letter in, nor any without a verdict', async () => {
    const scanners = await startScanners();
    const infected = Buffer.concat([Buffer.from('Subject: x\r\n\r\n'), EICAR]);
    const messages = [message(1), { uid: 2, raw: infected }, message(3)];
    const account = await from({ messages: () => messages });
    takeover.antivirus = scanners.down;
    expect(await takeover.run(account)).toMatchObject({ ok: false, refusal: { code: 'scanUnavailable' } });
    expect(await raws()).toEqual([]);
    takeover.antivirus = scanners.sound;
    expect((await takeover.run(account)).ok).toBe(true);
    expect(await raws()).toEqual([1, 3].map((uid) => letter(`m${uid}`).toString()));
    expect(await takeover.progress()).toMatchObject([{ imported: 2, refused: 1 }]);
    await scanners.stop();
  });

  it('be seen by a neighbour, nor leave its secret anywhere', async () => {
    const account = await from({ messages: () => [message(1)] });
    await takeover.run(account);
    const neighbour = await TestTenant.create(takeover.database);
    for (const table of ['mail_import', 'mail_import_folder', 'mail_import_refusal'])
      expect(
        await takeover.database.withTenant(neighbour.context(), (sql) => sql.query(`select from ${table}`)),
      ).toEqual([]);
    const dump = await takeover.database.withTenant(takeover.tenant.context(), async (sql) => [
      ...(await sql.query('select * from mail_import')),
      ...(await sql.query('select * from mail_import_folder')),
      ...(await sql.query('select facts from trace_event')),
    ]);
    expect(JSON.stringify(dump)).toContain('anne@127.0.0.1');
    expect(JSON.stringify(dump)).not.toContain('secret');
  });
});
