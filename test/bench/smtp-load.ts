import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';

/** What is sent, and how. */
export interface Load {
  readonly host: string;
  readonly port: number;
  readonly secureContext: SecureContext;
  readonly servername: string;
  readonly from: string;
  /** Given in turn to the letters. */
  readonly recipients: readonly string[];
  /** Sessions at one time. */
  readonly sessions: number;
  readonly letters: number;
  readonly lettersPerConnection: number;
  /** Octets of one letter, header included. */
  readonly size: number;
}

export interface LoadResult {
  readonly seconds: number;
  readonly accepted: number;
  readonly refused: readonly string[];
  /** Milliseconds from the final dot to the reply, sorted. */
  readonly waits: readonly number[];
}

/** Sends letters as a mail server does: STARTTLS with its certificate, MAIL, RCPT and DATA in one write, then the content. */
export async function sendLoad(load: Load): Promise<LoadResult> {
  const waits: number[] = [];
  const refused: string[] = [];
  const filling = Buffer.from(fillingOf(load.size));
  let next = 0;
  const session = async () => {
    while (next < load.letters) {
      const client = await Client.open(load);
      for (let sent = 0; sent < load.lettersPerConnection && next < load.letters; sent++) {
        const index = next++;
        const recipient = load.recipients[index % load.recipients.length] ?? '';
        const reply = await client.send(
          load.from,
          recipient,
          letterOf(load, recipient, index, filling),
          waits,
        );
        if (!reply.startsWith('250')) refused.push(reply);
      }
      await client.quit();
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: load.sessions }, session));
  const seconds = (performance.now() - begun) / 1000;
  waits.sort((a, b) => a - b);
  return { seconds, accepted: load.letters - refused.length, refused, waits };
}

function fillingOf(size: number): string {
  const line = `${'Compte rendu de consultation, bilan et suite. '.repeat(2).slice(0, 76)}\r\n`;
  return line.repeat(Math.max(1, Math.ceil((size - 400) / line.length))).slice(0, Math.max(0, size - 402));
}

/** No two letters have the same bytes: a server that keeps identical ones once must not gain by it. */
function letterOf({ from }: Load, to: string, index: number, filling: Buffer): Buffer {
  const id = randomBytes(12).toString('hex');
  const head =
    `From: <${from}>\r\nTo: <${to}>\r\nSubject: Mesure ${index}\r\nDate: Fri, 20 Nov 2026 10:00:00 +0100\r\n` +
    `Message-ID: <${id}@mesure>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${id}\r\n`;
  return Buffer.concat([Buffer.from(head), filling, Buffer.from('\r\n.\r\n')]);
}

/** One SMTP session, as little work as can be: what is measured is the server. */
class Client {
  #text = '';
  #wake: () => void = () => undefined;
  #ended: Error | null = null;

  private constructor(private socket: Socket | TLSSocket) {
    this.#hear(socket);
  }

  static async open({ host, port, secureContext, servername }: Load): Promise<Client> {
    const tcp = connectTcp({ host, port, noDelay: true });
    await once(tcp, 'connect');
    const client = new Client(tcp);
    await client.#reply();
    await client.#say('EHLO mesure.test\r\n');
    await client.#say('STARTTLS\r\n');
    tcp.removeAllListeners('data');
    // Who answers is not what is measured; the handshake is the same for all.
    const tls = connectTls({ socket: tcp, secureContext, servername, rejectUnauthorized: false });
    await once(tls, 'secureConnect');
    client.#hear(tls);
    await client.#say('EHLO mesure.test\r\n');
    return client;
  }

  async send(from: string, to: string, content: Buffer, waits: number[]): Promise<string> {
    this.socket.write(`MAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`);
    const replies = [await this.#reply(), await this.#reply(), await this.#reply()];
    const refusal = replies.find((reply) => !/^[23]/.test(reply));
    if (refusal) return refusal;
    const begun = performance.now();
    this.socket.write(content);
    const reply = await this.#reply();
    waits.push(performance.now() - begun);
    return reply;
  }

  async quit(): Promise<void> {
    await this.#say('QUIT\r\n');
    this.socket.destroy();
  }

  #say(line: string): Promise<string> {
    this.socket.write(line);
    return this.#reply();
  }

  #hear(socket: Socket | TLSSocket): void {
    this.socket = socket;
    socket.on('data', (data) => {
      this.#text += data.toString('latin1');
      this.#wake();
    });
    socket.on('error', (fault) => this.#fail(fault));
    socket.on('close', () => this.#fail(new Error('closed')));
  }

  #fail(fault: Error): void {
    this.#ended ??= fault;
    this.#wake();
  }

  async #reply(): Promise<string> {
    for (;;) {
      const found = /^(?:\d{3}-.*\r\n)*(\d{3} .*)\r\n/.exec(this.#text);
      if (found) {
        this.#text = this.#text.slice(found[0].length);
        return found[1] ?? '';
      }
      if (this.#ended) throw this.#ended;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }
}
