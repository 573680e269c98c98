import type { Antivirus } from '@cachet/scanning';
import { EICAR } from '@cachet/testkit/clamd';
import type { DialogueScanners } from '../../smtp/support/scanners.js';
import { ImapLineClient, oauthbearer, xoauth2 } from './imap-line-client.js';
import type { Holder, ImapWorld } from './imap-world.js';
import { letter } from './letters.js';

/** How the clients of a dialogue come in, and what its lines may name from the start. */
export interface Given {
  readonly clients: Readonly<Record<1 | 2, () => Promise<ImapLineClient>>>;
  readonly words: ReadonlyMap<string, string>;
}

/**
 * What a dialogue's `given:` lines may say:
 * - `a client that connects` · `an encrypted client` · `a signed-in client` (the default)
 * - `<n> letters in INBOX` · `the letter <name> in INBOX`, of which another client was told
 * - `a scanner` · `a scanner that is down` (none is run unless said)
 */
export async function given(
  world: ImapWorld,
  scanners: DialogueScanners,
  sentences: readonly string[],
): Promise<Given> {
  const holder = await world.holder();
  world.antivirus = scannerOf(scanners, sentences);
  for (const sentence of sentences) await prepare(world, holder, sentence);
  const comes = () => arrival(world, holder, sentences);
  const words = new Map([
    ['sasl', xoauth2(holder.bal.address, holder.token)],
    ['bearer', oauthbearer(holder.bal.address, holder.token)],
    ['forged', xoauth2(holder.bal.address, 'forged')],
    ['outage', xoauth2(holder.bal.address, 'outage')],
    ['virus', EICAR.toString('latin1')],
    ['address', holder.bal.address],
    ['latin', '\xc9t\xe9'],
    ['elsewhere', xoauth2('nobody@ch-valmont.mssante.fr', holder.token)],
  ]);
  return { clients: { 1: comes, 2: () => ImapLineClient.signedIn(world.port, holder) }, words };
}

function scannerOf(scanners: DialogueScanners, sentences: readonly string[]): Antivirus | null {
  if (sentences.includes('a scanner that is down')) return scanners.down;
  return sentences.includes('a scanner') ? scanners.sound : null;
}

function arrival(world: ImapWorld, holder: Holder, sentences: readonly string[]): Promise<ImapLineClient> {
  if (sentences.includes('a client that connects')) return ImapLineClient.connect(world.port);
  if (sentences.includes('an encrypted client')) return ImapLineClient.encrypted(world.port);
  return ImapLineClient.signedIn(world.port, holder);
}

async function prepare(world: ImapWorld, holder: Holder, sentence: string): Promise<void> {
  const letters = /^(\d+) letters in (\S+)$/.exec(sentence);
  if (letters) return file(world, holder, String(letters[2]), numbered(Number(letters[1])), 'told');
  const one = /^the letter (\S+) in (\S+)$/.exec(sentence);
  if (one) return file(world, holder, String(one[2]), [letter(String(one[1]))], 'told');
  if (!/client|scanner/.test(sentence)) throw new Error(`a dialogue cannot be given « ${sentence} »`);
}

/** Letters 1 to n, each a little longer than the one before. */
function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    [
      `From: Dr Anne Martin <anne.martin@ch-valmont.mssante.fr>`,
      `To: secretariat@tilleuls.mssante.fr`,
      `Subject: Letter ${i + 1}`,
      `Date: Fri, ${String(i + 1).padStart(2, '0')} May 2026 09:00:00 +0200`,
      `Message-ID: <letter-${i + 1}@ch-valmont.mssante.fr>`,
      '',
      'x'.repeat(i + 1),
      '',
    ].join('\r\n'),
  );
}

/** Files letters as a mail program does, so that a dialogue starts from what the server itself stored. */
export async function file(
  world: ImapWorld,
  holder: Holder,
  folder: string,
  letters: readonly string[],
  whose: 'told' | 'recent' = 'recent',
): Promise<void> {
  const client = await ImapLineClient.signedIn(world.port, holder);
  for (const [index, text] of letters.entries()) {
    const octets = Buffer.from(text, 'utf8').toString('latin1');
    client.send(
      `f${index} APPEND ${folder} "0${(index % 9) + 1}-May-2026 09:00:00 +0200" {${octets.length}}\r\n`,
    );
    await client.until('+ ');
    client.send(`${octets}\r\n`);
    const answer = await client.until(`f${index} `);
    if (!answer.at(-1)?.includes(' OK ')) throw new Error(`not filed: ${answer.at(-1)}`);
  }
  if (whose === 'told') await client.command(`look SELECT ${folder}`);
  await client.command('out LOGOUT');
  client.close();
}
