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

async function inData(): Promise<RawSmtpClient> {
  const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
  await client.ask('EHLO mx.peer.test');
  await client.ask(`MAIL FROM:<${SENDER}>`);
  await client.ask(`RCPT TO:<${anne.address}>`);
  expect(await client.ask('DATA')).toMatch(/^354 /);
  return client;
}

function smuggled(): string {
  return `MAIL FROM:<direction@${PEER_DOMAIN}>\r\nRCPT TO:<${anne.address}>\r\nDATA\r\n${letter(SENDER, anne.address, 'fausse lettre')}\r\n.\r\nQUIT\r\n`;
}

describe('a second letter hidden in the first one', () => {
  it.each([
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
  ])('behind %s is one refusal and a closed session', async (_, ending) => {
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

describe('what is not mail at all', () => {
  it('is told off: a browser, a stranger who talks without end', async () => {
    const browser = await RawSmtpClient.connect(edge.mxPort);
    browser.send('GET / HTTP/1.1\r\nHost: mx.cachet.test\r\n\r\n');
    expect(await browser.untilClosed()).toMatch(/421 /);
    const stranger = await RawSmtpClient.connect(edge.mxPort);
    stranger.send('BLAH\r\n'.repeat(12));
    expect(await stranger.untilClosed()).toMatch(/421 /);
  });

  it.each([
    'VRFY root',
    'EXPN all',
    'ETRN x',
    'HELP',
    'XCLIENT ADDR=10.0.0.1',
    'XFORWARD ADDR=10.0.0.1',
    'BDAT 5 LAST',
  ])('gives nothing for %s', async (command) => {
    const client = await RawSmtpClient.secured(edge.mxPort, edge.peer);
    await client.ask('EHLO mx.peer.test');
    expect(await client.ask(command)).toMatch(/^(252|5\d\d) /);
  });

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
