import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Bal } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EdgeUnderTest, letter, PEER_DOMAIN } from './support/edge-under-test.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

const SENDER = `jean.dupont@${PEER_DOMAIN}`;
const LONG = 60_000;

let edge: EdgeUnderTest;
let hospital: TestTenant;
let anne: Bal;

beforeAll(async () => {
  edge = await EdgeUnderTest.start({ limits: { toTlsMs: 1000, idleMs: 3000, sessionMs: LONG } });
  hospital = await TestTenant.create(edge.database, { domain: 'ch-valmont.mssante.fr' });
  anne = await hospital.bal({ address: 'anne.martin' });
  edge.list([hospital.domain]);
});

const drips: NodeJS.Timeout[] = [];
afterEach(() => {
  for (const drip of drips.splice(0)) clearInterval(drip);
});
afterAll(() => edge.stop());

function drip(client: RawSmtpClient, text: string): void {
  drips.push(setInterval(() => client.send(text), 100));
}

async function inTransaction(): Promise<RawSmtpClient> {
  const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
  await client.ask('EHLO mx.peer.test');
  await client.ask(`MAIL FROM:<${SENDER}>`);
  await client.ask(`RCPT TO:<${anne.address}>`);
  return client;
}

async function lettersOfAnne(): Promise<number> {
  return (await edge.messagesIn(hospital, anne, 'inbox')).length;
}

/** TLS over a connection whose bare socket stays at hand, to say in clear what TLS would never let through. */
async function overBareSocket(port: number): Promise<{ tls: TLSSocket; bare: Socket }> {
  const bare = connect(port, '127.0.0.1');
  await once(bare, 'data');
  for (const line of ['EHLO x', 'STARTTLS']) {
    bare.write(`${line}\r\n`);
    await once(bare, 'data');
  }
  const bridge = new Duplex({
    read() {},
    write: (bytes, _, done) => bare.write(bytes, () => done()),
    final: (done) => done(),
  });
  bare.on('data', (bytes) => bridge.push(bytes));
  bare.on('error', () => undefined);
  const { cert, key } = edge.peer;
  const tls = connectTls({ socket: bridge, cert, key, rejectUnauthorized: false });
  tls.on('error', () => undefined);
  await once(tls, 'secureConnect');
  return { tls, bare };
}

describe('a slow client (A16)', () => {
  it('that never ends its handshake is cut', async () => {
    const client = await RawSmtpClient.connect(edge.mxPort);
    await client.reply();
    await client.ask('EHLO x');
    expect(await client.ask('STARTTLS')).toMatch(/^220 /);
    expect(await client.untilClosed()).toBe('');
  });

  it('is an idle one when it drips a command, byte after byte', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    drip(client, 'N');
    expect(await client.untilClosed()).toBe('421 4.4.2 Idle for too long, closing');
  });

  it.each(['DATA\r\n', 'BDAT 100000 LAST\r\n'])(
    'is an idle one when it drips a letter after %j',
    async (command) => {
      const before = await lettersOfAnne();
      const client = await inTransaction();
      client.send(command);
      if (command.startsWith('DATA')) await client.reply();
      drip(client, 'x');
      expect(await client.untilClosed()).toBe('421 4.4.2 Idle for too long, closing');
      expect(await lettersOfAnne()).toBe(before);
    },
  );

  it('is none when its letter comes at a pace, however long it takes', async () => {
    const client = await inTransaction();
    expect(await client.ask('DATA')).toMatch(/^354 /);
    client.send(letter(SENDER, anne.address, ''));
    for (let second = 0; second < 5; second += 1) {
      client.send(`${'x'.repeat(78)}\r\n`.repeat(500));
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    expect(await client.ask('.')).toMatch(/^250 2\.6\.0 /);
  });
});

describe('a connection cut inside TLS (A06)', () => {
  it.each([
    ['DATA', 'DATA\r\n'],
    ['BDAT', 'BDAT 5000 LAST\r\n'],
  ])('in the middle of %s files nothing, and what follows in clear is nobody’s word', async (_, command) => {
    const before = await lettersOfAnne();
    const { tls, bare } = await overBareSocket(edge.mxPort);
    let said = '';
    tls.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    tls.write(`EHLO x\r\nMAIL FROM:<${SENDER}>\r\nRCPT TO:<${anne.address}>\r\n`);
    await expect.poll(() => said).toContain('250 2.1.5');
    tls.write(command);
    if (command.startsWith('DATA')) await expect.poll(() => said).toContain('354');
    tls.write(letter(SENDER, anne.address));
    const closed = once(bare, 'close');
    tls.end(() => bare.write('X\r\n.\r\nQUIT\r\n'));
    await closed;
    expect(said).not.toMatch(/^250 2\.6\.0/m);
    expect(await lettersOfAnne()).toBe(before);
    const witness = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    expect(await witness.ask('EHLO x')).toMatch(/^250/);
  });
});

describe('a client in a hurry (RFC 2920)', () => {
  it('has the answers to all it said, in order, chunks included', async () => {
    const before = await lettersOfAnne();
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    const content = letter(SENDER, anne.address);
    const turn = `MAIL FROM:<${SENDER}>\r\nRCPT TO:<${anne.address}>\r\nRCPT TO:<a@gmail.com>\r\nBDAT ${Buffer.byteLength(content)} LAST\r\n${content}`;
    client.send(`EHLO x\r\n${turn.repeat(3)}NOOP\r\nQUIT\r\n`);
    expect(await client.reply()).toContain('PIPELINING');
    for (let n = 0; n < 3; n += 1) {
      const said = [await client.reply(), await client.reply(), await client.reply(), await client.reply()];
      expect(said.map((reply) => reply.slice(0, 9))).toEqual([
        '250 2.1.0',
        '250 2.1.5',
        '550 5.7.1',
        '250 2.6.0',
      ]);
    }
    expect(await client.untilClosed()).toBe('250 2.0.0 OK\n221 2.0.0 Bye');
    expect(await lettersOfAnne()).toBe(before + 3);
  });

  it('is answered to thousands of commands at once, replies read late', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    client.send(`EHLO x\r\n${'NOOP\r\n'.repeat(20_000)}QUIT\r\n`);
    await client.reply();
    for (let n = 0; n < 20_000; n += 1) expect(await client.reply()).toBe('250 2.0.0 OK');
    expect(await client.untilClosed()).toBe('221 2.0.0 Bye');
  });
});

describe('a client that says nothing that ends (A15)', () => {
  it('is told so and closed long before its four mebibytes', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    for (let n = 0; n < 64; n += 1) client.send('x'.repeat(65_536));
    expect(await client.untilClosed()).toMatch(/^521 5\.5\.2 /);
  });
});
