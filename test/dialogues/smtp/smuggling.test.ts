import type { Bal } from '@cachet/mss-core';
import { TestTenant } from '@cachet/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EdgeUnderTest, letter, MAX_BYTES, PEER_DOMAIN } from './support/edge-under-test.js';
import { RawSmtpClient } from './support/raw-smtp-client.js';

const SENDER = `jean.dupont@${PEER_DOMAIN}`;

let edge: EdgeUnderTest;
let tenant: TestTenant;
let anne: Bal;

beforeAll(async () => {
  edge = await EdgeUnderTest.start();
  tenant = await TestTenant.create(edge.database);
  anne = await tenant.bal({ address: 'anne.martin' });
  edge.list([tenant.domain]);
});

afterAll(() => edge.stop());

async function withRecipient(): Promise<RawSmtpClient> {
  const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
  await client.ask('EHLO mx.peer.test');
  await client.ask(`MAIL FROM:<${SENDER}>`);
  expect(await client.ask(`RCPT TO:<${anne.address}>`)).toMatch(/^250 /);
  return client;
}

async function inData(): Promise<RawSmtpClient> {
  const client = await withRecipient();
  expect(await client.ask('DATA')).toMatch(/^354 /);
  return client;
}

function smuggled(): string {
  return `MAIL FROM:<direction@${PEER_DOMAIN}>\r\nRCPT TO:<${anne.address}>\r\nDATA\r\n${letter(SENDER, anne.address, 'fausse lettre')}\r\n.\r\nQUIT\r\n`;
}

/** What looks like the end of a letter, to some (A01). */
const HIDING_PLACES = [
  ['LF . LF', '\n.\n'],
  ['LF . CRLF', '\n.\r\n'],
  ['CRLF . LF', '\r\n.\n'],
  ['CR . CR', '\r.\r'],
  ['CR . CRLF', '\r.\r\n'],
  ['CR . LF', '\r.\n'],
  ['LF . CR', '\n.\r'],
  ['CRLF . CR', '\r\n.\r'],
  ['CR CRLF . CRLF', '\r\r\n.\r\n'],
  ['CRLF . CR CRLF', '\r\n.\r\r\n'],
  ['LF LF . CRLF', '\n\n.\r\n'],
  ['LF CR . CRLF', '\n\r.\r\n'],
  ['CRLF NUL . CRLF', '\r\n\0.\r\n'],
  ['CRLF . NUL CRLF', '\r\n.\0\r\n'],
] as const;

describe('a second letter hidden in the first one', () => {
  it.each(HIDING_PLACES)('behind %s is one refusal and a closed session', async (_, ending) => {
    const before = (await edge.messagesIn(tenant, anne, 'inbox')).length;
    const client = await inData();
    client.send(`${letter(SENDER, anne.address, 'vraie lettre')}${ending}${smuggled()}`);
    expect(await client.untilClosed()).toBe('521 5.5.2 Lines end with CRLF and nothing else');
    expect(await edge.messagesIn(tenant, anne, 'inbox')).toHaveLength(before);
  });

  it('is found whatever the pieces it comes in', async () => {
    const client = await inData();
    for (const byte of `${letter(SENDER, anne.address)}\r\n.\n`) {
      client.send(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await client.untilClosed()).toMatch(/^521 5\.5\.2 /);
  });

  it('is found in a message that is already too large', async () => {
    const client = await inData();
    client.send(`${'x'.repeat(998)}\r\n`.repeat(Math.ceil(MAX_BYTES / 1000) + 10));
    client.send(`\n.\r\n${smuggled()}`);
    expect(await client.untilClosed()).toMatch(/^521 5\.5\.2 /);
  });

  it('is not a command line that ends with LF either', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    client.send('EHLO mx.peer.test\nMAIL FROM:<a@b.fr>\r\n');
    expect(await client.untilClosed()).toMatch(/^521 5\.5\.2 /);
  });
});

describe('what came in clear', () => {
  it('is worth nothing under TLS: commands sent along with STARTTLS are thrown away', async () => {
    const client = await RawSmtpClient.connect(edge.mxPort);
    await client.reply();
    await client.ask('EHLO mx.peer.test');
    client.send(`STARTTLS\r\nEHLO injected.test\r\nMAIL FROM:<${SENDER}>\r\n`);
    expect(await client.reply()).toMatch(/^220 /);
    // The client's handshake follows octets the server must have dropped: no reply may precede the answer to this EHLO.
    await expect(client.startTls(edge.peer).then(() => client.ask(`MAIL FROM:<${SENDER}>`))).resolves.toMatch(
      /^503 /,
    );
  });

  it('does not carry its EHLO over', async () => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    expect(await client.ask(`MAIL FROM:<${SENDER}>`)).toMatch(/^503 /);
  });
});

describe('a second letter hidden in a chunk', () => {
  it.each(HIDING_PLACES)('behind %s is one refusal and a closed session', async (_, ending) => {
    const before = (await edge.messagesIn(tenant, anne, 'inbox')).length;
    const client = await withRecipient();
    const content = Buffer.from(`${letter(SENDER, anne.address, 'vraie lettre')}${ending}${smuggled()}`);
    client.send(`BDAT ${content.length} LAST\r\n`);
    client.send(content);
    expect(await client.untilClosed()).toBe('521 5.5.2 Lines end with CRLF and nothing else');
    expect(await edge.messagesIn(tenant, anne, 'inbox')).toHaveLength(before);
  });

  it('is part of the first one behind CRLF . CRLF, which ends nothing here', async () => {
    const before = (await edge.messagesIn(tenant, anne, 'inbox')).length;
    const client = await withRecipient();
    const content = `${letter(SENDER, anne.address)}\r\n.\r\n${smuggled()}`;
    client.send(`BDAT ${Buffer.byteLength(content)} LAST\r\n${content}`);
    expect(await client.reply()).toMatch(/^250 2\.6\.0 /);
    expect(await client.ask('NOOP')).toMatch(/^250 2\.0\.0 /);
    const found = await edge.messagesIn(tenant, anne, 'inbox');
    expect(found).toHaveLength(before + 1);
    expect(found.at(-1)?.raw.endsWith(content)).toBe(true);
  });

  it('is not found in a CRLF cut by the end of a chunk', async () => {
    const client = await withRecipient();
    client.send('BDAT 5\r\nA: b\r');
    expect(await client.reply()).toMatch(/^250 2\.0\.0 5 octets/);
    client.send('BDAT 5 LAST\r\n\n\r\nab');
    expect(await client.reply()).toMatch(/^250 2\.6\.0 /);
    expect((await edge.messagesIn(tenant, anne, 'inbox')).at(-1)?.raw.endsWith('A: b\r\n\r\nab\r\n')).toBe(
      true,
    );
    await client.ask(`MAIL FROM:<${SENDER}>`);
    await client.ask(`RCPT TO:<${anne.address}>`);
    client.send('BDAT 5\r\nA: b\r');
    expect(await client.reply()).toMatch(/^250 /);
    client.send('BDAT 0 LAST\r\n');
    expect(await client.untilClosed()).toMatch(/^521 5\.5\.2 /);
  });
});

describe('what comes too early or in too large chunks', () => {
  it('is not taken for content or for commands when DATA was not answered yet (A18)', async () => {
    const before = (await edge.messagesIn(tenant, anne, 'inbox')).length;
    const client = await withRecipient();
    client.send(`DATA\r\n${letter(SENDER, anne.address)}\r\n.\r\nNOOP\r\n`);
    expect(await client.untilClosed()).toBe('554 5.5.0 Content was sent before it was asked for');
    expect(await edge.messagesIn(tenant, anne, 'inbox')).toHaveLength(before);
  });

  it('is answered in order when everything was sent at once, before the greeting (A18)', async () => {
    const client = await RawSmtpClient.connect(edge.mxPort);
    client.send(`EHLO x\r\nMAIL FROM:<${SENDER}>\r\nRCPT TO:<${anne.address}>\r\nQUIT\r\n`);
    expect(await client.untilClosed()).toMatch(
      /^220 .*\n(250-.*\n)+250 .*\n530 5\.7\.0 .*\n530 5\.7\.0 .*\n221 /,
    );
  });

  it('is 552 and a new beginning when the chunks pass the limit, a close when they pass it by far (A15)', async () => {
    const client = await withRecipient();
    const half = Buffer.from(`${'x'.repeat(98)}\r\n`.repeat(MAX_BYTES / 200));
    client.send(Buffer.concat([Buffer.from(`BDAT ${half.length}\r\n`), half]));
    expect(await client.reply()).toMatch(/^250 /);
    client.send(Buffer.concat([Buffer.from(`BDAT ${half.length + 2}\r\n`), half, Buffer.from('\r\n')]));
    expect(await client.reply()).toMatch(/^552 5\.3\.4 /);
    expect(await client.ask('BDAT 2 LAST\r\n')).toMatch(/^503 5\.5\.1 Need MAIL/);
    client.send(`BDAT ${'9'.repeat(20)} LAST\r\n`);
    expect(await client.untilClosed()).toMatch(/^552 5\.3\.4 /);
  });
});

describe('what is not mail at all', () => {
  it('is told off: a browser, a stranger who talks without end', async () => {
    const browser = await RawSmtpClient.connect(edge.mxPort);
    browser.send('GET / HTTP/1.1\r\nHost: mx.cachet.test\r\n\r\n');
    expect(await browser.untilClosed()).toMatch(/421 /);
    const stranger = await RawSmtpClient.connect(edge.mxPort);
    stranger.send('BLAH\r\n'.repeat(12));
    expect(await stranger.untilClosed()).toMatch(/421 /);
  });

  it.each(['VRFY root', 'EXPN all', 'ETRN x', 'XCLIENT ADDR=10.0.0.1', 'XFORWARD ADDR=10.0.0.1'])(
    'gives nothing for %s',
    async (command) => {
      const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
      await client.ask('EHLO mx.peer.test');
      expect(await client.ask(command)).toMatch(/^(252|5\d\d) /);
    },
  );

  it.each([
    'SIZE=abc',
    'BODY=BINARYMIME',
    'RET=ALL',
    'ENVID=a+0D+0Ab',
    'ENVID=',
    'NOTIFY=NEVER',
    'XYZZY',
    'SIZE=1 SIZE=2',
  ])('does not guess at MAIL … %s', async (parameters) => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    expect(await client.ask(`MAIL FROM:<${SENDER}> ${parameters}`)).toMatch(/^(501|555) 5\.5\.4 /);
  });
});
