import { createHash, randomBytes } from 'node:crypto';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Holder, ImapWorld } from './support/imap-world.js';
import { letter } from './support/letters.js';
import { until } from './support/until.js';

/** An unmodified client library, as the mail programs of LPS use. */
async function signIn(world: ImapWorld, { bal, token }: Holder): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: world.port,
    secure: false,
    doSTARTTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user: bal.address, accessToken: token },
    logger: false,
  });
  await client.connect();
  return client;
}

describe('EX_LPS_0500: an unmodified mail client', () => {
  let world: ImapWorld;
  let holder: Holder;
  let client: ImapFlow;

  beforeAll(async () => {
    world = await ImapWorld.open();
  });
  afterAll(() => world.close());

  async function fresh(): Promise<void> {
    holder = await world.holder();
    client = await signIn(world, holder);
  }

  it('finds the special folders by their use', async () => {
    await fresh();
    const folders = await client.list();
    const uses = folders.map(({ path, specialUse }) => [path, specialUse ?? null]);
    expect(uses.sort()).toEqual([
      ['Archive', '\\Archive'],
      ['Drafts', '\\Drafts'],
      ['INBOX', '\\Inbox'],
      ['Junk', '\\Junk'],
      ['Sent', '\\Sent'],
      ['Trash', '\\Trash'],
    ]);
    await client.logout();
  });

  it('files a message of ten megabytes and reads back the same octets', async () => {
    await fresh();
    const attachment = randomBytes(7_500_000).toString('base64').replace(/.{76}/g, '$&\r\n');
    const message = Buffer.from(
      `Subject: imagerie\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${attachment}\r\n`,
    );
    const filed = await client.append('Sent', message, ['\\Seen'], new Date('2026-11-20T10:00:00Z'));
    expect(filed).toMatchObject({ uid: 1 });
    await client.mailboxOpen('Sent');
    const { content } = await client.download('1');
    const hash = createHash('sha256');
    for await (const chunk of content ?? []) hash.update(chunk);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(message).digest('hex'));
    const whole = await client.fetchOne('1', { source: true, size: true });
    if (!whole) throw new Error('the message is not there');
    expect(whole.size).toBe(message.length);
    expect(whole.source?.equals(message)).toBe(true);
    await client.logout();
  });

  it('reads structure and parts of a letter with an attachment and a message inside', async () => {
    await fresh();
    await client.append('INBOX', Buffer.from(letter('mixed')));
    await client.mailboxOpen('INBOX');
    const found = await client.fetchOne('*', { envelope: true, bodyStructure: true, bodyParts: ['1.1'] });
    if (!found) throw new Error('the message is not there');
    expect(found.envelope?.subject).toBe('Résultats');
    expect(found.bodyStructure?.childNodes?.map(({ type }) => type)).toEqual([
      'multipart/alternative',
      'message/rfc822',
      'application/pdf',
    ]);
    expect(found.bodyParts?.get('1.1')?.toString()).toBe('Bonjour');
    const { meta, content } = await client.download('1', '3');
    const chunks: Buffer[] = [];
    for await (const chunk of content ?? []) chunks.push(Buffer.from(chunk));
    expect(meta?.filename).toBe('r.pdf');
    expect(Buffer.concat(chunks).toString()).toBe('%PDF-1.4\n');
    await client.logout();
  });

  it('marks, searches, copies, moves, deletes and makes folders', async () => {
    await fresh();
    for (let i = 1; i <= 5; i += 1) {
      await client.append('INBOX', Buffer.from(`Subject: numéro ${i}\r\n\r\nbody ${i}\r\n`));
    }
    await client.mailboxOpen('INBOX');
    expect(await client.messageFlagsAdd('2:3', ['\\Flagged', 'Urgent'])).toBe(true);
    expect(await client.search({ flagged: true })).toEqual([2, 3]);
    expect(await client.search({ keyword: 'Urgent', not: { seq: '2' } }, { uid: true })).toEqual([3]);
    expect(await client.search({ body: 'body 4' })).toEqual([4]);
    await client.mailboxCreate(['Patients', 'Été']);
    const copied = await client.messageCopy('1', 'Patients/Été');
    expect(copied && [...(copied.uidMap ?? [])]).toEqual([[1, 1]]);
    const moved = await client.messageMove('2:3', 'Archive');
    expect(moved && [...(moved.uidMap ?? [])]).toEqual([
      [2, 1],
      [3, 2],
    ]);
    expect(await client.messageDelete('1')).toBe(true);
    expect(client.mailbox ? client.mailbox.exists : null).toBe(2);
    expect(await client.status('Archive', { messages: true, unseen: true })).toMatchObject({
      messages: 2,
      unseen: 2,
    });
    await client.mailboxRename('Patients/Été', 'Patients/Hiver');
    await client.mailboxDelete('Patients/Hiver');
    await client.logout();
  });

  it('hears within a second, while idling, of a letter another client files', async () => {
    await fresh();
    await client.mailboxOpen('INBOX');
    const arrivals: { count: number; at: number }[] = [];
    client.on('exists', ({ count }) => arrivals.push({ count, at: performance.now() }));
    const idling = client.idle();
    const other = await signIn(world, holder);
    await other.append('INBOX', Buffer.from('Subject: urgent\r\n\r\n'));
    const committed = performance.now();
    await until(() => arrivals.length > 0);
    expect(arrivals[0]?.count).toBe(1);
    expect((arrivals[0]?.at ?? 0) - committed).toBeLessThan(1_000);
    await other.logout();
    await client.logout();
    await idling;
  });
});
