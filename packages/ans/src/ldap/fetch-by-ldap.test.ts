import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { derElements, derInside } from '@cachet/mss-core/trust';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { directoryAnswer } from './directory-answer.js';
import { fetchByLdap } from './fetch-by-ldap.js';
import { parseLdapUrl } from './ldap-url.js';

const DN = 'cn=AC ORGANISATIONS,ou=IGC-SANTE,o=ASIP-SANTE,c=FR';
const LIST = Buffer.from('a delta list '.repeat(20_000));

function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const header = Buffer.alloc(6);
  header.writeUInt8(tag);
  header.writeUInt8(0x84, 1);
  header.writeUInt32BE(content.length, 2);
  return Buffer.concat([header, content]);
}

const octets = (text: string | Buffer) => tlv(0x04, Buffer.from(text));
const message = (operation: Buffer) => tlv(0x30, tlv(0x02, Uint8Array.of(1)), operation);
const done = (code: number) => message(tlv(0x65, tlv(0x0a, Uint8Array.of(code)), octets(''), octets('')));
const entry = (value: Buffer) =>
  message(
    tlv(
      0x64,
      octets(DN),
      tlv(0x30, tlv(0x30, octets('deltaRevocationList;binary'), tlv(0x31, octets(value)))),
    ),
  );

let server: Server | null = null;

afterEach(() => server?.close());

/** A directory that says this to whoever asks; answers its address and what it is asked. */
async function directory(says: (socket: Socket) => void): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      const [, search] = derInside(bytes, 0x30) ?? [];
      const [base, , , , , , , attributes] = derElements(search?.content ?? new Uint8Array()) ?? [];
      const [attribute] = derElements(attributes?.content ?? new Uint8Array()) ?? [];
      asked.push(
        String(base && Buffer.from(base.content)),
        String(attribute && Buffer.from(attribute.content)),
      );
      says(socket);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `ldap://127.0.0.1:${port}/${encodeURIComponent(DN)}?deltaRevocationList;binary?base?objectClass=*`;
  return { url, asked };
}

const fetch = (url: string, timeoutMs = 5_000) => fetchByLdap({ url, maxBytes: 1_000_000, timeoutMs });

describe('EX_OPE_5050: a delta list published in a directory', () => {
  it('is read, whatever pieces it comes in', async () => {
    const { url, asked } = await directory((socket) => {
      const whole = Buffer.concat([entry(LIST), done(0)]);
      socket.write(whole.subarray(0, 3));
      setImmediate(() => socket.write(whole.subarray(3)));
    });
    expect(await fetch(url)).toMatchObject({ status: 200, body: LIST });
    expect(asked).toEqual([DN, 'deltaRevocationList;binary']);
  });

  it.each<[string, Buffer]>([
    ['the entry', done(32)],
    ['the attribute', done(0)],
  ])('is not found without %s', async (_, answer) => {
    const { url } = await directory((socket) => socket.write(answer));
    expect((await fetch(url)).status).toBe(404);
  });

  it.each<[string, (socket: Socket) => unknown, RegExp]>([
    ['refuses', (socket) => socket.write(done(50)), /refused \(50\)/],
    ['hangs up', (socket) => socket.end(), /left without an answer/],
    ['hangs up in the middle', (socket) => socket.end(entry(LIST).subarray(0, 500)), /left without/],
    ['speaks HTTP', (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n'), /not a message/],
    ['says too much', (socket) => socket.write(entry(Buffer.alloc(1_100_000))), /more than 1000000/],
    ['says nothing', () => undefined, /no answer within 50 ms/],
  ])('is a failure of a directory that %s', async (title, says, reason) => {
    const { url } = await directory(says);
    await expect(fetch(url, title.includes('nothing') ? 50 : 5_000)).rejects.toThrow(reason);
  });

  it('is a failure where nobody listens', async () => {
    await expect(fetch('ldap://127.0.0.1:9/c=FR?x')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('is nowhere in an address that names none', () => {
    expect(parseLdapUrl('ldap://h/cn=a%2Cc=FR?deltaRevocationList;binary')).toEqual({
      ...{ host: 'h', port: 389, dn: 'cn=a,c=FR', attribute: 'deltaRevocationList;binary' },
    });
    for (const url of [
      'ldap:///c=FR?x',
      'ldap://h/?x',
      'ldap://h/c=FR',
      'ldap://h/c=FR?x?sub',
      'ldap://h/%ff?x',
    ])
      expect(parseLdapUrl(url), url).toBeNull();
  });

  it('makes nobody fall, whatever the directory says', async () => {
    const good = Buffer.concat([entry(Buffer.from('list')), done(0)]);
    const bent = fc.tuple(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }), fc.nat(good.length));
    const heard = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => [Buffer.from(bytes)]),
      bent.map(([changes, cut]) => {
        const bytes = Buffer.from(good);
        for (const [at, octet] of changes) bytes[at % bytes.length] = octet;
        return [bytes.subarray(0, cut), bytes.subarray(cut)];
      }),
    );
    await fc.assert(
      fc.asyncProperty(heard, async (pieces) => {
        const outcome = await directoryAnswer(Readable.from(pieces), 1_000).then(
          ({ status }) => status,
          (fault: Error) => fault.name,
        );
        expect([200, 404, 'FetchFailure']).toContain(outcome);
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
