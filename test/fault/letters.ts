import { createHash, randomBytes } from 'node:crypto';
import type { Sandbox } from '../e2e/sandbox.js';
import type { CycleKind } from './cycles.js';
import type { Random } from './random.js';

/** First field of each letter: what stands above it was added on the way. */
export const MARK = 'X-Campaign: ';

/** One letter that a client is to send, as many times as it takes. */
export interface Letter {
  /** Also the left side of its Message-ID. */
  readonly id: string;
  readonly door: 'mx' | 'submission';
  /** Who signs in, at the submission door. */
  readonly rpps: string | null;
  readonly sender: string;
  /** BAL of this installation. */
  readonly here: readonly string[];
  /** Recipients at the other operator. */
  readonly away: readonly string[];
  readonly inChunks: boolean;
  readonly size: number;
  /** Its client goes away in the middle of the content, the first time. */
  readonly dies: boolean;
  /** Its sender wishes to be told of each delivery (RFC 3461). */
  readonly wantsReceipts: boolean;
}

/** Who writes to whom in a sandbox. */
export interface People {
  readonly bals: readonly string[];
  readonly writers: readonly { readonly bal: string; readonly rpps: string }[];
  readonly peerDomain: string;
}

const KB = 1000;
const MB = 1_000_000;
const LETTERS_TO_MX = 16;
const LETTERS_SUBMITTED = 8;
const PEER_MAILBOXES = 8;

export function peopleOf({ tenants, peer }: Sandbox): People {
  const mailboxes = tenants.flatMap((tenant) => tenant.mailboxes);
  // A test BAL is written to by test BAL only.
  const open = mailboxes.filter(({ type, test }) => type !== 'APP' && !test);
  const writers = open.flatMap(({ address, type, holders }) => {
    const holder = holders.find(({ role }) => role === 'responsable');
    return holder && type === 'PER' ? [{ bal: address, rpps: holder.rpps }] : [];
  });
  return { bals: open.map(({ address }) => address), writers, peerDomain: peer.domain };
}

/** The letters of one cycle. */
export function lettersOf(random: Random, people: People, kind: CycleKind, prefix: string): Letter[] {
  const toMx = Array.from({ length: LETTERS_TO_MX }, (_, index) =>
    toOurMx(random, people, kind, `${prefix}-m${index}`),
  );
  const submitted = Array.from({ length: LETTERS_SUBMITTED }, (_, index) =>
    fromOurs(random, people, `${prefix}-s${index}`),
  );
  return random.shuffled([...toMx, ...submitted]);
}

function toOurMx(random: Random, { bals, peerDomain }: People, kind: CycleKind, id: string): Letter {
  const isLong = random.chance(kind === 'fullDisk' ? 0.3 : 0.04);
  const most = random.chance(0.3) ? random.between(2, bals.length) : 1;
  return {
    id,
    door: 'mx',
    rpps: null,
    sender: `silence.campagne@${peerDomain}`,
    here: random.shuffled(bals).slice(0, most),
    away: [],
    inChunks: random.chance(0.4),
    // Over 2 MiB a letter waits in a file, below in memory.
    size: isLong
      ? random.between(kind === 'fullDisk' ? 2.2 * MB : 1 * MB, 3 * MB)
      : random.between(1 * KB, 8 * KB),
    dies: kind === 'clientDies' && random.chance(0.4),
    wantsReceipts: random.chance(0.1),
  };
}

function fromOurs(random: Random, { bals, writers, peerDomain }: People, id: string): Letter {
  const writer = random.pick(writers);
  const others = random.shuffled(bals.filter((bal) => bal !== writer.bal));
  const isAway = random.chance(0.7);
  const awayCount = isAway ? random.between(1, 3) : 0;
  const boxes = random
    .shuffled(Array.from({ length: PEER_MAILBOXES }, (_, index) => index))
    .slice(0, awayCount);
  return {
    id,
    door: 'submission',
    rpps: writer.rpps,
    sender: writer.bal,
    here: others.slice(0, isAway ? random.between(0, 2) : random.between(1, 3)),
    away: boxes.map((box) => `silence.campagne-${box}@${peerDomain}`),
    inChunks: random.chance(0.3),
    size: random.chance(0.02) ? 1 * MB : random.between(1 * KB, 8 * KB),
    dies: false,
    wantsReceipts: random.chance(0.1),
  };
}

export function peerMailboxes({ peerDomain }: People): string[] {
  return Array.from({ length: PEER_MAILBOXES }, (_, box) => `silence.campagne-${box}@${peerDomain}`);
}

/** Its bytes at one attempt. They tell the attempt, so that each copy found later tells where it comes from. */
export function bytesOf(letter: Letter, attempt: number): Buffer {
  const to = [...letter.here, ...letter.away].map((address) => `<${address}>`).join(',\r\n ');
  const head = [
    `${MARK}${letter.id} ${attempt}`,
    `From: <${letter.sender}>`,
    `To: ${to}`,
    `Subject: Campagne ${letter.id}`,
    'Date: Fri, 20 Nov 2026 10:00:00 +0100',
    `Message-ID: <${letter.id}@campagne.test>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    '.une ligne qui commence par un point',
    '..et une par deux',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), fillingOf(letter.size), Buffer.from('.\r\nFin.\r\n')]);
}

function fillingOf(size: number): Buffer {
  const lines: string[] = [];
  for (let octets = 0; octets < size; octets += 78) lines.push(`${randomBytes(57).toString('base64')}\r\n`);
  return Buffer.from(lines.join(''));
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Letter, attempt and hash of a copy, from its mark on; null for what the campaign did not write, notices that quote it included. */
export function readCopy(raw: Buffer): { readonly mark: string; readonly sha: string } | null {
  const at = raw.indexOf(MARK);
  if (at < 0 || at > raw.indexOf('\r\n\r\n')) return null;
  const copy = raw.subarray(at);
  return { mark: copy.subarray(MARK.length, copy.indexOf('\r\n')).toString(), sha: sha256(copy) };
}
