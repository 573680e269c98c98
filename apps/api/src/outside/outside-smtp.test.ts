import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOutsideMail } from './outside-smtp.js';

const LETTER = { id: 'bal.1.0', to: 'jeanne@exemple.fr', subject: 'Votre boîte', text: 'Bonjour,\n.\nfin' };
const FROM = 'ne-pas-repondre@operateur.example';

let relay: Server;
let said: string[];
/** What it answers to a recipient. */
let recipient = '250 ok';

beforeAll(async () => {
  relay = createServer((socket) => {
    socket.write('220 relais.exemple\r\n');
    let isLetter = false;
    createInterface({ input: socket }).on('line', (line) => {
      said.push(line);
      if (isLetter && line !== '.') return;
      const isEnd = isLetter;
      isLetter = line === 'DATA';
      const answer = isEnd
        ? '250 pris'
        : isLetter
          ? '354 dites'
          : line.startsWith('RCPT')
            ? recipient
            : '250 ok';
      socket.write(`${answer}\r\n`);
    });
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
});
afterAll(() => relay.close());

const open = (host: string) =>
  openOutsideMail({
    CACHET_OUTSIDE_SMTP_URL: `smtp://${host}:${(relay.address() as AddressInfo).port}`,
    CACHET_OUTSIDE_SENDER: FROM,
  });

describe('EX_GBM_4440: the operator’s relay of ordinary mail', () => {
  it('takes a warning, from the operator and under its own id, which nobody answers by itself', async () => {
    said = [];
    await open('127.0.0.1')?.send(LETTER);
    expect(said.find((line) => line.startsWith('MAIL'))).toContain(`<${FROM}>`);
    expect(said).toEqual(
      expect.arrayContaining([
        `RCPT TO:<${LETTER.to}>`,
        'Message-ID: <bal.1.0@operateur.example>',
        'Auto-Submitted: auto-generated',
        '..',
      ]),
    );
  });

  it('that refuses, or is away, is told as a failure', async () => {
    said = [];
    recipient = '550 5.1.1 inconnu';
    await expect(open('127.0.0.1')?.send(LETTER)).rejects.toThrow('550');
    recipient = '250 ok';
    const nowhere = openOutsideMail({
      CACHET_OUTSIDE_SMTP_URL: 'smtp://127.0.0.1:1',
      CACHET_OUTSIDE_SENDER: FROM,
    });
    await expect(nowhere?.send(LETTER)).rejects.toThrow();
  });

  it('is none without an address, and needs a sender', () => {
    expect(openOutsideMail({})).toBeNull();
    expect(() => openOutsideMail({ CACHET_OUTSIDE_SMTP_URL: 'smtp://relais:25' })).toThrow(
      'CACHET_OUTSIDE_SENDER',
    );
  });
});
