import { randomUUID } from 'node:crypto';
import {
  composedMessage,
  headerOf,
  type MailSafe,
  openMailSafe,
  PgFolders,
  PgMailRooms,
} from '@cachet/mailstore';
import { ALL_UIDS, answerLetter, type Bal, done, type MailPath, openAutomaticReply } from '@cachet/mss-core';
import { automaticReplyDesk, type Database, PgReplies, PgRepliesDue, PgRouting } from '@cachet/schema';
import {
  address,
  NOON,
  TEST_MASTER_KEY,
  type TemporaryDatabase,
  TestTenant,
  temporaryDatabase,
} from '@cachet/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReplyTeller } from './reply-teller.js';

const WEEK_MS = 7 * 86_400_000;

let temporary: TemporaryDatabase;
let database: Database;
let safe: MailSafe;
let rooms: PgMailRooms;
let tenant: TestTenant;
let neighbour: TestTenant;
let bal: Bal;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  database = await temporary.connect('replies');
  safe = openMailSafe(database, { CACHET_MASTER_KEY: TEST_MASTER_KEY });
  rooms = new PgMailRooms(database, safe);
  tenant = await TestTenant.create(database);
  neighbour = await TestTenant.create(database);
});
afterAll(() => temporary.drop());
beforeEach(async () => {
  bal = await tenant.bal();
});

const ports = () => ({
  ...{ rooms, newId: randomUUID, messageOf: composedMessage, headerOf },
  routing: new PgRouting(database),
});

async function receive(to: Bal, sender: string, more = '', at = NOON): Promise<void> {
  const text = `From: <${sender}>\r\nTo: <${to.address}>\r\nMessage-ID: <${randomUUID()}@peer>\r\nSubject: Bilan ${randomUUID()}\r\n${more}\r\nBonjour\r\n`;
  const message = composedMessage(Buffer.from(text));
  const place = { tenantId: tenant.id, balId: to.id, address: to.address, folder: 'inbox' } as const;
  const delivery = {
    id: randomUUID(),
    direction: 'inbound',
    balId: to.id,
    sender: sender as MailPath,
  } as const;
  const { size } = message;
  const deliveries = [{ ...delivery, recipient: to.address, size, state: 'delivered' } as const];
  const outcome = await rooms.file(tenant.context({ at }), message, [
    { tenantId: tenant.id, places: [place], deliveries, traces: [] },
  ]);
  expect(outcome.ok).toBe(true);
}

async function answerAll(at = NOON): Promise<void> {
  for (const due of await new PgRepliesDue(database).waiting(100))
    expect(await answerLetter(ports(), tenant.context({ at }), due)).toMatchObject({ ok: true });
}

const away = (of: Bal, text = 'Absente jusqu’au 27.') =>
  database.withTenant(tenant.context(), (sql) =>
    new PgReplies(sql).put(of.id, 0, {
      title: '',
      text,
      startsAt: NOON,
      endsAt: new Date(NOON.getTime() + 2 * WEEK_MS),
    }),
  );

const queued = (of: Bal) =>
  database.withTenant(tenant.context(), (sql) =>
    sql.query<{ recipient: string; sender: null; message_id: string }>(
      "select recipient, sender, message_id from delivery where bal_id = $1 and direction = 'outbound' order by id",
      [of.id],
    ),
  );

const lettersIn = (of: TestTenant, { id }: Bal) =>
  database.withTenant(of.context(), async (sql) => {
    const folders = new PgFolders(sql, safe, id);
    const inbox = (await folders.list()).find(({ specialUse }) => specialUse === 'inbox');
    const items = inbox ? await folders.items(inbox.id, ALL_UIDS) : [];
    const structures = await folders.structures(items.map(({ messageId }) => messageId));
    return items.map(({ messageId }) => structures.get(messageId));
  });

describe('RFC 3834: the absence of a holder', () => {
  it('is told once a week to who writes to them by name, at another operator, with a null reverse-path', async () => {
    await away(bal);
    await receive(bal, 'paul@peer-operateur.mssante.fr');
    await receive(bal, 'Paul@peer-operateur.mssante.fr');
    await receive(bal, 'lea@peer-operateur.mssante.fr');
    await answerAll();
    expect((await queued(bal)).map(({ recipient, sender }) => [recipient, sender]).sort()).toEqual([
      ['lea@peer-operateur.mssante.fr', null],
      ['paul@peer-operateur.mssante.fr', null],
    ]);
    const later = new Date(NOON.getTime() + WEEK_MS);
    await receive(bal, 'paul@peer-operateur.mssante.fr', '', later);
    await answerAll(later);
    expect(await queued(bal)).toHaveLength(3);
  });

  it('answers about that letter, automatically and so that nothing answers it; traced without its words', async () => {
    const asking = await neighbour.bal();
    await away(bal, 'Absente.\nÉcrivez au secrétariat.');
    await receive(bal, asking.address);
    await answerAll();
    expect(await queued(bal)).toEqual([]);
    const [answer, ...others] = await lettersIn(neighbour, asking);
    expect(others).toEqual([]);
    const [letter] = await lettersIn(tenant, bal);
    expect(answer?.facts).toMatchObject({
      autoSubmitted: true,
      subject: expect.stringMatching(/^Auto: Bilan /),
    });
    expect(answer?.envelope.inReplyTo).toBe(letter?.envelope.messageId);
    const traces = await database.withTenant(tenant.context(), (sql) =>
      sql.query<{ facts: object }>(
        "select facts from trace_event where kind = 'message.answered' and bal_id = $1",
        [bal.id],
      ),
    );
    expect(traces).toEqual([{ facts: { to: asking.address, reply: 'absence', isDelivered: true } }]);
  });

  it('is told to nobody by a BAL without one, nor after it ended or the BAL was suspended', async () => {
    await receive(bal, 'paul@peer-operateur.mssante.fr');
    expect(await new PgRepliesDue(database).waiting(100)).toEqual([]);
    await away(bal);
    await receive(bal, 'paul@peer-operateur.mssante.fr', 'Auto-Submitted: auto-replied\r\n');
    await receive(bal, 'liste-request@peer-operateur.mssante.fr');
    await receive(bal, 'lea@peer-operateur.mssante.fr');
    await database.withTenant(tenant.context(), (sql) => new PgReplies(sql).end(bal.id));
    await answerAll();
    const other = await tenant.bal();
    await away(other);
    await receive(other, 'lea@peer-operateur.mssante.fr');
    await database.withTenant(tenant.context(), (sql) =>
      sql.query("update bal set state = 'suspended' where id = $1", [other.id]),
    );
    await answerAll();
    expect([...(await queued(bal)), ...(await queued(other))]).toEqual([]);
    expect(await new PgRepliesDue(database).waiting(100)).toEqual([]);
  });

  it('is told once, whoever looks at it at one time', async () => {
    await away(bal);
    await receive(bal, 'paul@peer-operateur.mssante.fr');
    const [due] = await new PgRepliesDue(database).waiting(1);
    const answers = await Promise.all([1, 2, 3].map(() => answerLetter(ports(), tenant.context(), due!)));
    expect(answers.map((each) => each.ok && each.value).sort()).toEqual([false, false, true]);
    expect(await queued(bal)).toHaveLength(1);
  });
});

describe('EX_GBM_4020: reponse.automatique-test@', () => {
  it('answers each letter once, and never one of its kind', async () => {
    const id = await database.withTenant(tenant.context(), async (sql) => {
      const opened = await openAutomaticReply(
        sql.context,
        automaticReplyDesk(sql),
        randomUUID,
        tenant.domain,
      );
      return opened.ok ? opened.value : '';
    });
    const answering = { ...bal, id, address: address(`reponse.automatique-test@${tenant.domain}`) };
    for (const name of ['interop.test', 'interop.test', 'reponse.automatique-test', 'mailer-daemon'])
      await receive(answering, `${name}@peer-operateur.mssante.fr`);
    await answerAll();
    expect((await queued(answering)).map(({ recipient }) => recipient)).toEqual([
      'interop.test@peer-operateur.mssante.fr',
      'interop.test@peer-operateur.mssante.fr',
    ]);
    await database.withTenant(tenant.context(), async (sql) => {
      const again = await openAutomaticReply(sql.context, automaticReplyDesk(sql), randomUUID, tenant.domain);
      expect(again).toMatchObject({ refusal: { code: 'addressTaken' } });
    });
  });

  it('EX_GBM_4010: answers an ordinary address of the trust space too, and says nothing of its letter', async () => {
    const domain = `ordinaire-${tenant.domain}`;
    const id = await database.withTenant(tenant.context(), async (sql) => {
      const opened = await openAutomaticReply(sql.context, automaticReplyDesk(sql), randomUUID, domain);
      return opened.ok ? opened.value : '';
    });
    const answering = { ...bal, id, address: address(`reponse.automatique-test@${domain}`) };
    await receive(answering, 'helene.martin@peer-operateur.mssante.fr');
    await answerAll();
    const [answer] = await queued(answering);
    expect(answer).toMatchObject({ recipient: 'helene.martin@peer-operateur.mssante.fr', sender: null });
    const header = await rooms.transaction(tenant.context(), (enter) =>
      enter(tenant.id, async (room) => done(await headerOf(room, answer?.message_id ?? ''))),
    );
    const text = Buffer.from(header.ok ? header.value : []).toString();
    const [subject] = /(?<=^Subject: =\?utf-8\?B\?)[^?]+/m.exec(text) ?? [''];
    expect(Buffer.from(subject, 'base64').toString()).toMatch(/^Auto: message de test reçu/);
    expect(text).toMatch(/^In-Reply-To: <.*@peer>\r$/m);
    expect(text).toContain('Auto-Submitted: auto-replied');
  });

  it('answers as soon as the letter is kept', async () => {
    await away(bal);
    const teller = new ReplyTeller({
      ...ports(),
      due: new PgRepliesDue(database),
      onDue: (listener) => database.changes.subscribe({ topic: 'reply' }, listener),
      log: { error: (facts: object) => expect(facts).toEqual({}) } as never,
      now: () => NOON,
    });
    teller.start();
    await receive(bal, 'paul@peer-operateur.mssante.fr');
    await expect.poll(async () => (await queued(bal)).length).toBe(1);
    await teller.stop();
  });
});
