import { afterAll, beforeAll, expect, it } from 'vitest';
import { grownLetters } from '../corpus/grown-letters.js';
import { type Letter, letters } from '../corpus/letters.js';
import { oddHeaders } from '../corpus/odd-headers.js';
import { oddParts } from '../corpus/odd-parts.js';
import { ImapLineClient } from '../dialogues/imap/support/imap-line-client.js';
import { ImapWorld } from '../dialogues/imap/support/imap-world.js';
import { askDovecot } from './ask-dovecot.js';
import { differencesOf, reasons, whyAccepted } from './support/accepted-differences.js';
import { type Described, envelopeFacts, structureFacts } from './support/described.js';
import { fetched, type Value } from './support/fetched.js';
import { withPrograms } from './support/programs.js';

const ITEMS = '(RFC822.SIZE ENVELOPE BODYSTRUCTURE)';
const PER_COMMAND = 20;
/** RFC 7888 §5. */
const MOST_UNASKED = 4_096;

withPrograms(['dovecot'], 'Messages beside Dovecot', () => {
  let world: ImapWorld;
  beforeAll(async () => {
    world = await ImapWorld.open();
  });
  afterAll(() => world?.close());

  it('EX_LPS_0500: 300 letters are told by us as Dovecot tells them, but for what we know and why', async () => {
    const ordinary = (await letters('a@b.fr', 'c@d.fr')).filter(({ raw }) => raw.length < 1_000_000);
    const corpus = [...ordinary, ...oddHeaders(), ...oddParts(), ...grownLetters(120)];
    expect(corpus.length).toBeGreaterThan(300);
    const theirs = await askTheirs(corpus);
    const ours = await askOurs(world, corpus);
    const differences = corpus.flatMap(({ name }, at) =>
      differencesOf(name, facts(ours.get(at + 1)), facts(theirs.get(at + 1))),
    );
    const found = differences.map((difference) => ({ difference, why: whyAccepted(difference) }));
    const surprises = found.filter(({ why }) => why === null).map(({ difference }) => difference);
    expect(surprises).toEqual([]);
    expect(new Set(found.map(({ why }) => why))).toEqual(new Set(reasons()));
  }, 60_000);
});

function facts(items: ReadonlyMap<string, Value> | undefined): Described {
  if (!items) throw new Error('a letter is not there');
  return new Map([
    ['size', String(items.get('RFC822.SIZE'))],
    ...envelopeFacts(items.get('ENVELOPE') ?? null),
    ...structureFacts(items.get('BODYSTRUCTURE') ?? null),
  ]);
}

async function askTheirs(corpus: readonly Letter[]) {
  const appends = corpus.flatMap(({ raw }, n) => [
    Buffer.from(`a${n} APPEND INBOX {${raw.length}+}\r\n`),
    raw,
    Buffer.from('\r\n'),
  ]);
  const questions = Buffer.from(`b SELECT INBOX\r\nc FETCH 1:* ${ITEMS}\r\nd LOGOUT\r\n`);
  return fetched((await askDovecot(Buffer.concat([...appends, questions]))).toString('latin1'));
}

async function askOurs(world: ImapWorld, corpus: readonly Letter[]) {
  const client = await ImapLineClient.signedIn(world.port, await world.holder());
  for (let from = 0; from < corpus.length; from += PER_COMMAND) {
    client.send('a APPEND INBOX');
    for (const { raw } of corpus.slice(from, from + PER_COMMAND)) {
      const asks = raw.length > MOST_UNASKED;
      client.send(` {${raw.length}${asks ? '' : '+'}}\r\n`);
      if (asks) await client.until('+ ');
      client.send(raw.toString('latin1'));
    }
    client.send('\r\n');
    expect((await client.until('a ')).at(-1)).toMatch(/^a OK /);
  }
  await client.command('b SELECT INBOX');
  const said = await client.command(`c FETCH 1:* ${ITEMS}`);
  client.close();
  return fetched(said.join('\r\n'));
}
