import { afterEach, describe, expect, it } from 'vitest';
import { file } from './support/given.js';
import { ImapLineClient, xoauth2 } from './support/imap-line-client.js';
import { ImapWorld, LIMITS } from './support/imap-world.js';
import { until } from './support/until.js';

describe('limits of a session', () => {
  let world: ImapWorld;
  afterEach(() => world.close());

  it('EX_LPS_1000: an idle session is said goodbye, and a command or DONE puts the moment off', async () => {
    world = await ImapWorld.open({ limits: { ...LIMITS, idleMs: 600 } });
    const client = await ImapLineClient.signedIn(world.port, await world.holder());
    const began = performance.now();
    while (performance.now() - began < 900) await client.command('a NOOP');
    client.send('b IDLE\r\n');
    await client.line();
    client.send('DONE\r\n');
    expect(await client.line()).toBe('b OK IDLE completed');
    client.send('c IDLE\r\n');
    await client.line();
    const idleSince = performance.now();
    expect(await client.line()).toBe('* BYE Autologout; idle for too long');
    expect(await client.line()).toBeNull();
    expect(performance.now() - idleSince).toBeGreaterThan(500);
  });

  it('EX_LPS_1000: a session ends after its longest duration even when it is in use', async () => {
    world = await ImapWorld.open({ limits: { ...LIMITS, sessionMs: 500 } });
    const client = await ImapLineClient.signedIn(world.port, await world.holder());
    let last: string | null = '';
    while (last !== null && !last.startsWith('* BYE')) {
      client.send('a NOOP\r\n');
      last = await client.line();
    }
    expect(last).toBe('* BYE Autologout; session reached its longest duration');
  });

  it('lets nobody linger who does not sign in', async () => {
    world = await ImapWorld.open({ limits: { ...LIMITS, signInMs: 200 } });
    const client = await ImapLineClient.encrypted(world.port);
    expect(await client.line()).toBe('* BYE Autologout; authentication took too long');
  });

  it('EX_LPS_0710: an outage of Pro Santé Connect is nobody’s failure, however often one asks again', async () => {
    world = await ImapWorld.open();
    const holder = await world.holder();
    const client = await ImapLineClient.encrypted(world.port);
    for (let turn = 0; turn < 12; turn += 1) {
      const said = await client.command(`a AUTHENTICATE XOAUTH2 ${xoauth2(holder.bal.address, 'outage')}`);
      expect(said.at(-1)).toMatch(/^a NO \[UNAVAILABLE\] /);
    }
    const said = await client.command(`b AUTHENTICATE XOAUTH2 ${xoauth2(holder.bal.address, holder.token)}`);
    expect(said.at(-1)).toMatch(/^b OK /);
  });

  it('octets slipped in behind STARTTLS are refused and never obeyed under TLS', async () => {
    world = await ImapWorld.open();
    const client = await ImapLineClient.connect(world.port);
    await client.line();
    client.send('a STARTTLS\r\nb CAPABILITY\r\n');
    expect(await client.line()).toBe('a BAD Octets received before TLS negotiation');
  });

  it('EX_LPS_1200: the entry for applicative BAL refuses access tokens clearly', async () => {
    world = await ImapWorld.open({ entry: 'authcli' });
    const client = await ImapLineClient.encrypted(world.port);
    expect((await client.command('a CAPABILITY'))[0]).not.toContain('OAUTH');
    expect((await client.command('b AUTHENTICATE XOAUTH2 eA==')).at(-1)).toMatch(/^b NO \[CANNOT\]/);
  });

  it('EX_GDT_5030: connection, reading and disconnection are traced with who, how and from where', async () => {
    world = await ImapWorld.open();
    const holder = await world.holder();
    await file(world, holder, 'INBOX', ['Subject: x\r\n\r\nsecret body\r\n']);
    const client = await ImapLineClient.encrypted(world.port);
    await client.command('a ID ("name" "Logiciel fictif" "version" "2.1")');
    const sasl = Buffer.from(`user=${holder.bal.address}\x01auth=Bearer ${holder.token}\x01\x01`).toString(
      'base64',
    );
    await client.command(`b AUTHENTICATE XOAUTH2 ${sasl}`);
    await client.command('c SELECT INBOX');
    await client.command('d FETCH 1 BODY.PEEK[HEADER]');
    await client.command('e FETCH 1 BODY[]');
    await client.command('f FETCH 1 BODY.PEEK[TEXT]');
    await client.command('g LOGOUT');
    await until(
      async () => (await world.traces(holder)).filter(({ kind }) => kind === 'session.closed').length === 2,
    );
    // The last four: those before are of the client that filed the letter.
    const mine = (await world.traces(holder)).slice(-4);
    expect(mine.map(({ kind }) => kind)).toEqual([
      'session.opened',
      'message.flagged',
      'message.read',
      'session.closed',
    ]);
    expect(mine.find(({ kind }) => kind === 'session.opened')?.facts).toMatchObject({
      authentication: 'XOAUTH2',
      client: 'Logiciel fictif 2.1',
    });
    expect(JSON.stringify(mine)).not.toContain('secret body');
  });

  it('a fault in one command is told by its reference alone, and the session goes on', async () => {
    let isBroken = false;
    world = await ImapWorld.open({
      store: (store) => ({
        ...store,
        inBal: async (context, balId, work) => {
          if (isBroken) throw new Error('a fault of ours');
          return store.inBal(context, balId, work);
        },
      }),
    });
    const holder = await world.holder();
    await file(world, holder, 'INBOX', ['Subject: x\r\n\r\n']);
    const client = await ImapLineClient.signedIn(world.port, holder);
    await client.command('a SELECT INBOX');
    isBroken = true;
    const answer = await client.command('b FETCH 1 ENVELOPE');
    const reference = /^b NO \[SERVERBUG\] Internal error, reference (\S+)$/.exec(answer.join('\n'))?.[1];
    expect(world.logged).toContainEqual(
      expect.objectContaining({
        facts: expect.objectContaining({ correlationId: reference, command: 'FETCH' }),
      }),
    );
    isBroken = false;
    expect((await client.command('c FETCH 1 FLAGS')).at(-1)).toBe('c OK FETCH completed');
    client.close();
  });

  it('without its database it answers UNAVAILABLE, keeps the session, and misses nothing afterwards', async () => {
    world = await ImapWorld.open();
    const holder = await world.holder();
    const client = await ImapLineClient.signedIn(world.port, holder);
    await client.command('a SELECT INBOX');
    client.send('b IDLE\r\n');
    await client.line();
    const other = await ImapLineClient.signedIn(world.port, holder);
    world.line.cut();
    expect((await other.command('c LIST "" *')).at(-1)).toMatch(/^c NO \[UNAVAILABLE\]/);
    world.line.mend();
    other.send('d APPEND INBOX {12+}\r\nSubject: x\r\n\r\n');
    expect((await other.until('d ')).at(-1)).toMatch(/^d OK/);
    expect(await client.line()).toBe('* 1 EXISTS');
    client.close();
    other.close();
  });
});
