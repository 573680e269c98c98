import { DEFAULT_MALWARE_POLICY, type MalwarePolicy } from '@cachet/mss-core';
import { Antivirus } from '@cachet/scanning';
import { PgCompliance, PgMalware } from '@cachet/schema';
import { EICAR, FakeClamd } from '@cachet/testkit/clamd';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ImapLineClient } from './support/imap-line-client.js';
import { type Holder, ImapWorld } from './support/imap-world.js';

const LARGEST = 1024 * 1024;
const INFECTED = `Subject: x\r\n\r\n${EICAR.toString('latin1')}\r\n`;
const CLEAN = 'Subject: sain\r\n\r\nBonjour.\r\n';
const REFUSED = /^a NO \[CANNOT\] Le message n'est pas enregistre : /;

let world: ImapWorld;
let clamd: FakeClamd;

beforeAll(async () => {
  world = await ImapWorld.open();
});
afterAll(() => world.close());

beforeEach(async () => {
  clamd = await FakeClamd.start();
  world.antivirus = new Antivirus({ addresses: [clamd.address], largest: LARGEST });
  await world.antivirus.start();
});
afterEach(async () => {
  world.antivirus?.close();
  world.antivirus = null;
  await clamd.stop();
});

/** The tagged answer to an APPEND of these messages in one command. */
async function append(holder: Holder, folder: string, ...messages: readonly string[]): Promise<string> {
  const client = await ImapLineClient.signedIn(world.port, holder);
  client.send(`a APPEND ${folder}`);
  for (const text of messages) {
    client.send(` {${text.length}}\r\n`);
    await client.until('+ ');
    client.send(text);
  }
  client.send('\r\n');
  const answer = (await client.until('a ')).at(-1) ?? '';
  client.close();
  return answer;
}

async function status(holder: Holder, folder: string): Promise<string | undefined> {
  const client = await ImapLineClient.signedIn(world.port, holder);
  const [said] = await client.command(`a STATUS ${folder} (MESSAGES UIDNEXT)`);
  client.close();
  return said;
}

function inTenant<T>(
  { tenant }: Pick<Holder, 'tenant'>,
  work: (stores: { malware: PgMalware; compliance: PgCompliance }) => Promise<T>,
): Promise<T> {
  return world.database.withTenant(tenant.context(), (sql) =>
    work({ malware: new PgMalware(sql), compliance: new PgCompliance(sql) }),
  );
}

async function quarantineOf(holder: Pick<Holder, 'tenant'>) {
  return (await inTenant(holder, ({ malware }) => malware.page({ first: 100 }))).rows;
}

function policy(holder: Holder, wished: Partial<MalwarePolicy>): Promise<void> {
  return inTenant(holder, ({ malware }) => malware.setPolicy({ ...DEFAULT_MALWARE_POLICY, ...wished }));
}

async function tracesOf(holder: Holder, kind: string) {
  return (await world.traces(holder)).filter((trace) => trace.kind === kind);
}

describe('EX_SSI_5090: an infected message deposited by APPEND', () => {
  it('is refused, put in quarantine, traced, and told to those who answer for conformity', async () => {
    const anne = await world.holder();
    expect(await append(anne, 'INBOX', INFECTED)).toMatch(REFUSED);
    expect(await status(anne, 'INBOX')).toBe('* STATUS "INBOX" (MESSAGES 0 UIDNEXT 1)');
    const [kept, ...others] = await quarantineOf(anne);
    expect(others).toEqual([]);
    expect(kept).toMatchObject({
      ...{ direction: 'outbound', sender: anne.bal.address, recipients: [anne.bal.address] },
      ...{ signature: 'Eicar-Test-Signature', treatment: 'refuse', size: INFECTED.length, isKept: true },
    });
    expect(await tracesOf(anne, 'message.quarantined')).toMatchObject([
      { outcome: 'ok', facts: { quarantineId: kept?.id } },
    ]);
    expect(await tracesOf(anne, 'message.refused')).toMatchObject([
      { outcome: 'malwareInDeposit', facts: { folderId: expect.any(String), size: INFECTED.length } },
    ]);
    expect(await tracesOf(anne, 'message.appended')).toEqual([]);
    const event = await inTenant(anne, ({ compliance }) => compliance.lastOf('malware.found'));
    expect(event?.facts).toMatchObject({ quarantineId: kept?.id });
  });

  it('is kept once in quarantine, however often the program tries again', async () => {
    const anne = await world.holder();
    for (let turn = 0; turn < 3; turn += 1) expect(await append(anne, 'Drafts', INFECTED)).toMatch(REFUSED);
    const [kept, ...others] = await quarantineOf(anne);
    expect(others).toEqual([]);
    await inTenant(anne, ({ malware }) => malware.destroy(kept?.id ?? ''));
    expect(await append(anne, 'Drafts', INFECTED)).toMatch(REFUSED);
    expect(await quarantineOf(anne)).toHaveLength(1);
    expect(await tracesOf(anne, 'message.refused')).toHaveLength(4);
  });

  it('takes the whole command with it: every message or none, each infected one in quarantine', async () => {
    const anne = await world.holder();
    const other = INFECTED.replace('Subject: x', 'Subject: y');
    expect(await append(anne, 'INBOX', CLEAN, INFECTED, other)).toMatch(REFUSED);
    expect(await status(anne, 'INBOX')).toBe('* STATUS "INBOX" (MESSAGES 0 UIDNEXT 1)');
    expect(await quarantineOf(anne)).toHaveLength(2);
    expect(await append(anne, 'INBOX', CLEAN, CLEAN.replace('sain', 'net'))).toMatch(
      /^a OK \[APPENDUID \d+ 1:2\]/,
    );
  });

  it('is refused where the structure has infected parts taken out: the program keeps its own copy', async () => {
    const anne = await world.holder();
    await policy(anne, { infected: 'strip' });
    const letter = [
      'Content-Type: multipart/mixed; boundary=b',
      ...['', '--b', '', 'texte', '--b', '', EICAR.toString('latin1'), '--b--', ''],
    ].join('\r\n');
    expect(await append(anne, 'INBOX', letter)).toMatch(REFUSED);
    expect(await quarantineOf(anne)).toMatchObject([{ treatment: 'refuse' }]);
    expect(await status(anne, 'INBOX')).toBe('* STATUS "INBOX" (MESSAGES 0 UIDNEXT 1)');
  });

  it('is judged by the policy of its own structure, and a neighbour’s changes nothing', async () => {
    const [anne, neighbour] = [await world.holder(), await world.holder()];
    await policy(anne, { encrypted: 'accept' });
    clamd.conducts = [{ kind: 'says', reply: 'stream: Heuristics.Encrypted.Zip FOUND' }];
    expect(await append(anne, 'INBOX', CLEAN)).toMatch(/^a OK /);
    expect(await append(neighbour, 'INBOX', CLEAN)).toMatch(
      /^a NO \[CANNOT\] .*une piece jointe chiffree ne peut pas etre analysee/,
    );
    expect(await quarantineOf(anne)).toEqual([]);
    expect(await quarantineOf(neighbour)).toMatchObject([{ nature: 'encrypted' }]);
    const event = await inTenant(anne, ({ compliance }) => compliance.lastOf('malware.found'));
    expect(event).toBeNull();
  });

  it('of a neighbour is unknown here: the same bytes are put in quarantine by each structure', async () => {
    const [anne, neighbour] = [await world.holder(), await world.holder()];
    for (const holder of [anne, neighbour]) expect(await append(holder, 'INBOX', INFECTED)).toMatch(REFUSED);
    expect(await quarantineOf(anne)).toHaveLength(1);
    expect(await quarantineOf(neighbour)).toHaveLength(1);
    const askedFor = { sender: anne.bal.address, sha256: (await quarantineOf(anne))[0]?.sha256 ?? '' };
    expect(await inTenant(neighbour, ({ malware }) => malware.knows(askedFor))).toBe(false);
    expect(await inTenant(anne, ({ malware }) => malware.knows(askedFor))).toBe(true);
  });
});

describe('EX_SSI_5090: when the scanner cannot answer, nothing is deposited', () => {
  it.each(['INBOX', 'Sent'])('NO [UNAVAILABLE] while it is down, OK once it is back (%s)', async (folder) => {
    const anne = await world.holder();
    await clamd.stop();
    expect(await append(anne, folder, CLEAN)).toBe(
      "a NO [UNAVAILABLE] L'analyse antivirus du message n'a pas pu etre faite. Reessayez plus tard.",
    );
    expect(await status(anne, folder)).toBe(`* STATUS "${folder}" (MESSAGES 0 UIDNEXT 1)`);
    expect(await quarantineOf(anne)).toEqual([]);
    expect(await tracesOf(anne, 'message.refused')).toMatchObject([{ outcome: 'scanUnavailable' }]);
    clamd = await FakeClamd.start(clamd.port);
    expect(await append(anne, folder, CLEAN)).toMatch(/^a OK /);
  });

  it('one of several that cannot be scanned keeps all of them out', async () => {
    const anne = await world.holder();
    const large = `Subject: large\r\n\r\n${'x'.repeat(LARGEST)}`;
    expect(await append(anne, 'INBOX', CLEAN, large)).toMatch(/^a NO \[UNAVAILABLE\] /);
    expect(await append(anne, 'INBOX', INFECTED, large)).toMatch(REFUSED);
    expect(await status(anne, 'INBOX')).toBe('* STATUS "INBOX" (MESSAGES 0 UIDNEXT 1)');
  });

  it('a message is read by the scanner while it arrives', async () => {
    const anne = await world.holder();
    const client = await ImapLineClient.signedIn(world.port, anne);
    const [octets, text] = [clamd.octets, `Subject: long\r\n\r\n${'x'.repeat(400_000)}`];
    client.send(`a APPEND INBOX {${text.length}}\r\n`);
    await client.until('+ ');
    client.send(text.slice(0, 300_000));
    await expect.poll(() => clamd.octets - octets, { timeout: 10_000 }).toBeGreaterThan(100_000);
    client.send(`${text.slice(300_000)}\r\n`);
    expect((await client.until('a ')).at(-1)).toMatch(/^a OK /);
    client.close();
  });
});
