import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { derElements, derInside } from '@cachet/mss-core/trust';

/** What a directory was asked. */
export interface Heard {
  readonly id: number;
  readonly tag: number;
  /** The values of its filter, in the order in which they stand. */
  readonly sought: readonly string[];
}

export type Says = (heard: Heard, socket: Socket) => unknown;

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const header = Buffer.alloc(6);
  header.writeUInt8(tag);
  header.writeUInt8(0x84, 1);
  header.writeUInt32BE(content.length, 2);
  return Buffer.concat([header, content]);
}

export const octets = (value: string | Uint8Array) => tlv(0x04, Buffer.from(value as string));
const message = (id: number, operation: Buffer) => tlv(0x30, tlv(0x02, Uint8Array.of(id)), operation);

export function done(id: number, code: number): Buffer {
  return message(id, tlv(0x65, tlv(0x0a, Uint8Array.of(code)), octets(''), octets('')));
}

export function entry(id: number, attributes: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const list = Object.entries(attributes).map(([name, value]) =>
    tlv(0x30, octets(name), tlv(0x31, octets(value))),
  );
  return message(id, tlv(0x64, octets('adresseBal=x,OU=bal,O=mssante,C=fr'), tlv(0x30, ...list)));
}

/** A directory that says what a test has it say to each message. */
export class ScriptedDirectory {
  readonly heard: Heard[] = [];
  readonly sockets: Socket[] = [];
  says: Says = ({ id }, socket) => socket.write(done(id, 0));
  private server: Server | null = null;

  async listen(): Promise<string> {
    const server = createServer((socket) => this.serve(socket));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `ldap://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server?.close();
  }

  private serve(socket: Socket): void {
    this.sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      // A client of these tests writes each message at once, and never two of them in one moment.
      for (const { content } of derElements(bytes) ?? []) {
        const [id, operation] = derElements(content) ?? [];
        if (!id || !operation) return;
        const heard = {
          id: Number(Buffer.from(id.content).readUIntBE(0, id.content.length)),
          tag: operation.tag,
        };
        const [, , , , , , filter] = derElements(operation.content) ?? [];
        this.heard.push({ ...heard, sought: filter ? valuesIn(filter.content) : [] });
        this.says({ ...heard, sought: [] }, socket);
      }
    });
  }
}

/** Whatever is no sequence in a filter: names of attributes and values. */
function valuesIn(content: Uint8Array): readonly string[] {
  return (derElements(content) ?? []).flatMap(({ tag, content: inside, whole }) =>
    tag & 0x20 ? (derInside(whole, tag) ? valuesIn(inside) : []) : [Buffer.from(inside).toString()],
  );
}
