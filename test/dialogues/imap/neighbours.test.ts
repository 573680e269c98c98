import { endAccess } from '@cachet/mss-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { file } from './support/given.js';
import { ImapLineClient, xoauth2 } from './support/imap-line-client.js';
import { type Holder, ImapWorld } from './support/imap-world.js';

const REFUSED = 'a NO [AUTHENTICATIONFAILED] Authentication failed';

describe('those who may not', () => {
  let world: ImapWorld;
  let anne: Holder;

  beforeAll(async () => {
    world = await ImapWorld.open();
    anne = await world.holder();
    await file(world, anne, 'INBOX', ['Subject: confidential\r\n\r\nsecret\r\n']);
  });
  afterAll(() => world.close());

  async function tries(address: string, token: string): Promise<string | undefined> {
    const client = await ImapLineClient.encrypted(world.port);
    const answer = await client.command(`a AUTHENTICATE XOAUTH2 ${xoauth2(address, token)}`);
    client.close();
    return answer.at(-1);
  }

  it('EX_LPS_0900: the token of another professional of the same structure opens nothing', async () => {
    const colleague = await anne.tenant.person();
    expect(await tries(anne.bal.address, world.know(colleague))).toBe(REFUSED);
    expect(await world.traces(anne)).toContainEqual(
      expect.objectContaining({ kind: 'session.refused', outcome: 'authenticationFailed' }),
    );
  });

  it('EX_LPS_0900: a professional of another structure is answered as if the BAL did not exist', async () => {
    const stranger = await world.holder();
    expect(await tries(anne.bal.address, stranger.token)).toBe(REFUSED);
    expect(await tries('nobody@nowhere.mssante.fr', stranger.token)).toBe(REFUSED);
  });

  it('cannot tell by the time of the answer whether a BAL exists', async () => {
    const stranger = await world.holder();
    const times = async (address: string) => {
      const began = performance.now();
      await tries(address, stranger.token);
      return performance.now() - began;
    };
    // Failures are answered on a beat of 200 ms, far above what looking for the BAL takes.
    expect(await times(anne.bal.address)).toBeGreaterThan(195);
    expect(await times('nobody@nowhere.mssante.fr')).toBeGreaterThan(195);
  });

  it('a delegate who may only send files in Sent and Drafts, and sees nothing', async () => {
    const delegate = await world.alsoHolds(anne, { mayRead: false, maySend: true });
    const client = await ImapLineClient.signedIn(world.port, delegate);
    for (const command of [
      'SELECT INBOX',
      'STATUS INBOX (MESSAGES)',
      'LIST "" *',
      'CREATE Mine',
      'GETQUOTAROOT INBOX',
      'NOTIFY SET (PERSONAL NONE)',
      'MYRIGHTS INBOX',
    ]) {
      expect((await client.command(`b ${command}`)).at(-1)).toBe(
        'b NO [NOPERM] Votre delegation ne permet pas de lire cette boite.',
      );
    }
    expect(await client.command('b MYRIGHTS Envoy&AOk-s')).toContain('* MYRIGHTS "Sent" ip');
    client.send('c APPEND Sent {12+}\r\nSubject: x\r\n\r\n');
    expect((await client.until('c ')).at(-1)).toMatch(/^c OK \[APPENDUID/);
    client.send('d APPEND INBOX {12+}\r\nSubject: x\r\n\r\n');
    expect((await client.until('d ')).at(-1)).toMatch(/^d NO \[NOPERM\]/);
    client.close();
  });

  it('a delegate whose time is over, or has not come, is refused', async () => {
    const longAgo = new Date('2020-01-01');
    const lapsed = await world.alsoHolds(anne, { startsAt: longAgo, endsAt: new Date('2021-01-01') });
    const early = await world.alsoHolds(anne, { startsAt: new Date('2099-01-01') });
    const refused = 'a NO [AUTHORIZATIONFAILED] Authentication failed';
    expect(await tries(anne.bal.address, lapsed.token)).toBe(refused);
    expect(await tries(anne.bal.address, early.token)).toBe(refused);
  });

  it('a suspended BAL is refused to its own holder', async () => {
    const holder = await world.holder();
    await suspend(holder);
    expect(await tries(holder.bal.address, holder.token)).toBe(
      'a NO [AUTHORIZATIONFAILED] Authentication failed',
    );
  });

  it('a BAL suspended while its sessions are open ends them within 5 s, idling or not, with the reason', async () => {
    const holder = await world.holder();
    const idling = await ImapLineClient.signedIn(world.port, holder);
    await idling.command('a SELECT INBOX');
    idling.send('b IDLE\r\n');
    await idling.line();
    const waiting = await ImapLineClient.signedIn(world.port, holder);
    const began = Date.now();
    await suspend(holder);
    for (const client of [idling, waiting]) {
      expect(await client.line()).toBe('* BYE This mailbox is suspended');
      expect(await client.line()).toBeNull();
    }
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  it('a BAL suspended ends compressed sessions and those that wait for news between commands too', async () => {
    const holder = await world.holder();
    const idling = await ImapLineClient.compressed(world.port, holder);
    await idling.command('a SELECT INBOX');
    idling.send('b IDLE\r\n');
    await idling.line();
    const hearing = await ImapLineClient.compressed(world.port, holder);
    await hearing.command('a NOTIFY SET (PERSONAL (MessageNew MessageExpunge))');
    const began = Date.now();
    await suspend(holder);
    for (const client of [idling, hearing]) {
      expect(await client.line()).toBe('* BYE This mailbox is suspended');
      expect(await client.line()).toBeNull();
    }
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  it('a delegate who reads hears of the folders until the delegation is withdrawn, and administers nothing', async () => {
    const holder = await world.holder();
    const reader = await world.alsoHolds(holder, { mayRead: true, maySend: false });
    const client = await ImapLineClient.signedIn(world.port, reader);
    expect(await client.command('a MYRIGHTS INBOX')).toContain('* MYRIGHTS "INBOX" lrswikte');
    expect((await client.command('b GETACL INBOX')).at(-1)).toMatch(/^b NO \[NOPERM\]/);
    expect((await client.command(`c SETACL INBOX ${holder.bal.address} lr`)).at(-1)).toMatch(
      /^c NO \[NOPERM\]/,
    );
    await client.command('d NOTIFY SET (PERSONAL (MessageNew MessageExpunge))');
    await file(world, holder, 'Archive', ['Subject: x\r\n\r\n']);
    expect(await client.line()).toMatch(/^\* STATUS "Archive" \(MESSAGES 1 /);
    await withdraw(reader);
    expect(await client.line()).toBe('* BYE Your access to this mailbox has ended');
    expect(await client.line()).toBeNull();
  });

  it('nobody hears of another BAL’s folders', async () => {
    const [holder, neighbour] = [await world.holder(), await world.holder()];
    const client = await ImapLineClient.signedIn(world.port, neighbour);
    await client.command('a NOTIFY SET (PERSONAL (MessageNew MessageExpunge MailboxName))');
    await file(world, holder, 'INBOX', ['Subject: x\r\n\r\n']);
    const other = await ImapLineClient.signedIn(world.port, holder);
    await other.command('a CREATE Secret');
    other.close();
    expect(await client.command('b NOOP')).toEqual(['b OK NOOP completed']);
    client.close();
  });

  it('a delegation withdrawn, or ending by itself, ends the session that used it', async () => {
    const holder = await world.holder();
    const withdrawn = await world.alsoHolds(holder, {});
    const second = await ImapLineClient.signedIn(world.port, withdrawn);
    const owner = await ImapLineClient.signedIn(world.port, holder);
    const passing = await world.alsoHolds(holder, { endsAt: new Date(Date.now() + 2_500) });
    const first = await ImapLineClient.signedIn(world.port, passing);
    await withdraw(withdrawn);
    expect(await second.line()).toBe('* BYE Your access to this mailbox has ended');
    expect(await first.line()).toBe('* BYE Your access to this mailbox has ended');
    expect((await owner.command('a NOOP')).at(-1)).toBe('a OK NOOP completed');
    owner.close();
  });

  async function suspend({ tenant, bal }: Holder): Promise<void> {
    await world.database.withTenant(tenant.context(), async (sql) => {
      await sql.query("update bal set state = 'suspended' where id = $1", [bal.id]);
      await sql.notify('bal', bal.id);
    });
  }

  async function withdraw({ tenant, bal, person }: Holder): Promise<void> {
    await tenant.desk(async (desk, context) => {
      const held = (await desk.accesses.of(bal.id)).find(({ personId }) => personId === person.id);
      return endAccess(context, desk, { accessId: held?.id ?? '', version: 1, reason: '' });
    });
  }
});
