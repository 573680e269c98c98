import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PgMailFiling, receiveToSpool } from '@cachet/mailstore';
import { done, type ReceivedMessage } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Container } from '../container.js';
import type { PersonCaller } from '../context/caller.js';
import { desksOf } from '../context/make-context.js';
import type { LetterInput } from '../types/letter.js';
import { LetterWorld, PEER } from './letter-world.fixture.js';

const MEGABYTE = 2 ** 20;
const LARGE = 50 * MEGABYTE;
/** What a letter on its way may hold in memory: the beginning that a spool keeps there, and pieces on their way to the database. */
const BOUND = 32 * MEGABYTE;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let hospital: LetterWorld;
let large: string;

beforeAll(async () => {
  hospital = await LetterWorld.start();
  large = await deliverLarge();
});
afterAll(() => hospital.stop());

/** A line of base64, and its end. */
const LINE = 78;

async function* largeLetter(): AsyncGenerator<Uint8Array> {
  const head = [
    'From: Dr Autre <autre@peer-operateur.mssante.fr>',
    'Subject: Imagerie',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: application/dicom; name="scanner.dcm"',
    'Content-Disposition: attachment',
    'Content-Transfer-Encoding: base64',
    '',
    '',
  ];
  yield Buffer.from(head.join('\r\n'));
  const lines = Array.from({ length: 1_000 }, () => `${randomBytes(57).toString('base64')}\r\n`).join('');
  for (let octets = 0; octets < LARGE; octets += 1_000 * LINE) yield Buffer.from(lines);
  yield Buffer.from('\r\n--b--\r\n');
}

async function deliverLarge(): Promise<string> {
  const received = await receiveToSpool(largeLetter(), { folder: tmpdir(), limit: 2 * LARGE });
  if (!received.ok) throw new Error(received.refusal.code);
  const context = hospital.hospital.context({ at: hospital.world.now });
  const filed = await hospital.world.database.withTenant(context, async (sql) => {
    const filing = new PgMailFiling(sql, hospital.world.safe);
    const messageId = await filing.keep(received.value);
    const marks = { seen: false, internalDate: hospital.world.now };
    return filing.file(hospital.bal.id, 'inbox', messageId, marks);
  });
  await received.value.dispose();
  if (!filed.ok) throw new Error(filed.refusal.code);
  return `${filed.value.folderId}.${filed.value.uid}`;
}

/** What lives in memory, what is only waiting to be collected left out. */
function living(): number {
  // What the first leaves to be swept beside us, the second waits for.
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Notes what lives each time some megabytes have passed. */
class Watch {
  readonly #before = living();
  most = 0;
  /** In the first half of its octets, and in what follows. */
  atFirst = 0;
  atLast = 0;
  octets = 0;

  async *over(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let next = 0;
    let passed = 0;
    for await (const bytes of source) {
      passed += bytes.length;
      this.octets = Math.max(this.octets, passed);
      if (passed >= next) {
        next = passed + 20 * MEGABYTE;
        const now = living() - this.#before;
        this.most = Math.max(this.most, now);
        if (passed < LARGE / 2) this.atFirst = Math.max(this.atFirst, now);
        else this.atLast = Math.max(this.atLast, now);
      }
      yield bytes;
    }
  }
}

/** Sends a letter through a door that takes large ones, watched on its way into the spool and out of it. */
async function sendWatched(letter: Partial<LetterInput>): Promise<Watch> {
  const { world, holder } = hospital;
  const container = world.container();
  const watch = new Watch();
  const options = { folder: tmpdir(), limit: 2 * LARGE };
  const spool = {
    receive: async (octets: AsyncIterable<Uint8Array>) => {
      const received = await receiveToSpool(watch.over(octets), options);
      if (!received.ok) return received;
      const open: ReceivedMessage['open'] = () => watch.over(received.value.open());
      return done({ ...received.value, open, verdict: { kind: 'clean' } } as never);
    },
  };
  const letters = { ...container.letters, spool, largest: 2 * LARGE } as unknown as Container['letters'];
  const caller: PersonCaller = {
    ...{ kind: 'person', idNat: holder.idNat, name: holder.familyName, sessionId: newId() },
    ...{ expiresAt: world.now, secoursOf: null, structureOf: null },
  };
  const act = hospital.hospital.context({
    at: world.now,
    actor: { kind: 'person', idNat: holder.idNat, name: holder.familyName, proof: 'psc' },
    means: 'portal',
  });
  const { sends } = desksOf({ ...container, letters }, caller, { ...act, correlationId: newId() });
  const input = { to: [{ address: PEER }], subject: 'Tr: Imagerie', text: 'Voici.', ...letter };
  const sent = await sends.send(hospital.bal.id, input, newId());
  if (!sent.ok) throw new Error(sent.refusal.code);
  return watch;
}

describe('a letter of 50 MB that goes with another', () => {
  it('passes whole through a memory that does not hold it', async () => {
    const watch = await sendWatched({ forwardedMessageId: large });
    expect(watch.octets).toBeGreaterThan(LARGE);
    expect(watch.most).toBeLessThan(BOUND);
    expect(watch.atLast).toBeLessThan(watch.atFirst + 8 * MEGABYTE);
  }, 300_000);

  it('passes by its attachment alone, decoded and written anew', async () => {
    const watch = await sendWatched({ attachedParts: [{ messageId: large, partId: '1' }] });
    expect(watch.octets).toBeGreaterThan(LARGE);
    expect(watch.most).toBeLessThan(BOUND);
    expect(watch.atLast).toBeLessThan(watch.atFirst + 8 * MEGABYTE);
    const items = await hospital.items('sent');
    expect(items.at(-1)!.size).toBeGreaterThan(LARGE);
  }, 300_000);
});
