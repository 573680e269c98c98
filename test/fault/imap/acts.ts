import { randomBytes } from 'node:crypto';
import { uidSetOf, uidSetText } from '@cachet/mss-core/messaging';
import type { Random } from '../random.js';
import { type Expected, type FolderState, type Item, unchanged } from './folder-state.js';

/** The two folders that one client works in. */
export type Side = 'here' | 'there';
export type Folders = Readonly<Record<Side, FolderState>>;

/** One command, and what it makes of both folders when it is done. */
export interface Act {
  readonly name: 'APPEND' | 'MULTIAPPEND' | 'STORE' | 'COPY' | 'MOVE' | 'EXPUNGE';
  /** The folder that must be selected; null when none must. */
  readonly in: Side | null;
  readonly pieces: readonly (string | Buffer)[];
  readonly after: Readonly<Record<Side, Expected>>;
  /** Messages concerned. */
  readonly messages: number;
}

export type Names = Readonly<Record<Side, string>>;

const FLAGS = ['\\Seen', '\\Flagged', '\\Answered', '$Forwarded'] as const;
/** Beyond so many a client removes before it adds. */
const MOST = 60;

/** What a client with few messages does next. */
export function smallAct(random: Random, names: Names, folders: Folders, id: string, isLong: boolean): Act {
  const [from, to] = random.chance(0.5) ? (['here', 'there'] as const) : (['there', 'here'] as const);
  const uids = [...folders[from].items.keys()];
  const isMuch = folders.here.items.size + folders.there.items.size > MOST;
  if (uids.length === 0 || (!isMuch && random.chance(0.35)))
    return append(names, folders, from, newMessages(random, id, isLong));
  const chosen = random.shuffled(uids).slice(0, random.between(1, uids.length));
  const deleted = uids.filter((uid) => folders[from].items.get(uid)?.flags.includes('\\Deleted'));
  if (deleted.length > 0 && (isMuch || random.chance(0.5))) return expunge(folders, from);
  if (isMuch) return store(folders, from, chosen, '+', '\\Deleted');
  if (random.chance(0.25))
    return store(folders, from, chosen, random.chance(0.5) ? '+' : '-', random.pick(FLAGS));
  if (random.chance(0.2)) return store(folders, from, chosen, '+', '\\Deleted');
  return random.chance(0.5)
    ? copy(names, folders, from, to, chosen.slice(0, 20))
    : move(names, folders, from, to, chosen);
}

/** What a client with a thousand messages does next: all of them at once. */
export function bigAct(random: Random, names: Names, folders: Folders): Act {
  const here = [...folders.here.items.keys()];
  const there = [...folders.there.items.keys()];
  if (there.length === 0)
    return random.chance(0.5)
      ? copy(names, folders, 'here', 'there', here)
      : move(names, folders, 'here', 'there', here);
  if (here.length === 0) return move(names, folders, 'there', 'here', there);
  const isDeleted = [...folders.there.items.values()].every(({ flags }) => flags.includes('\\Deleted'));
  return isDeleted ? expunge(folders, 'there') : store(folders, 'there', there, '+', '\\Deleted');
}

export interface NewMessage {
  readonly item: Item;
  readonly bytes: Buffer;
}

export function newMessages(random: Random, id: string, isLong: boolean): NewMessage[] {
  const count = random.chance(0.4) ? random.between(2, 5) : 1;
  return Array.from({ length: count }, (_, index) =>
    newMessage(
      `${id}-${index}`,
      random.chance(0.3) ? ['\\Seen'] : [],
      isLong ? 2_500_000 : random.between(200, 8_000),
    ),
  );
}

export function newMessage(mark: string, flags: readonly string[], size: number): NewMessage {
  const head = [
    'From: <campagne@campagne.test>',
    'Subject: Campagne IMAP',
    'Date: Fri, 20 Nov 2026 10:00:00 +0100',
    `Message-ID: <${mark}@imap.campagne.test>`,
    '',
    '',
  ].join('\r\n');
  const lines = Array.from(
    { length: Math.ceil(size / 78) },
    () => `${randomBytes(57).toString('base64')}\r\n`,
  );
  return { item: { mark, flags }, bytes: Buffer.from(head + lines.join('')) };
}

export function append(names: Names, folders: Folders, to: Side, messages: readonly NewMessage[]): Act {
  const pieces = messages.flatMap(({ item, bytes }, index) => [
    `${index === 0 ? `APPEND "${names[to]}"` : ''} (${item.flags.join(' ')})`,
    bytes,
  ]);
  const added = messages.map(({ item }) => item);
  return {
    name: messages.length > 1 ? 'MULTIAPPEND' : 'APPEND',
    in: null,
    pieces: [...pieces, ''],
    after: { ...same(folders), [to]: { kept: folders[to].items, added } },
    messages: messages.length,
  };
}

export function copy(names: Names, folders: Folders, from: Side, to: Side, uids: readonly number[]): Act {
  const added = itemsAmong(folders[from], uids);
  return {
    name: 'COPY',
    in: from,
    pieces: [`UID COPY ${setOf(uids)} "${names[to]}"`],
    after: { ...same(folders), [to]: { kept: folders[to].items, added } },
    messages: uids.length,
  };
}

function move(names: Names, folders: Folders, from: Side, to: Side, uids: readonly number[]): Act {
  const added = itemsAmong(folders[from], uids);
  const kept = new Map([...folders[from].items].filter(([uid]) => !uids.includes(uid)));
  return {
    name: 'MOVE',
    in: from,
    pieces: [`UID MOVE ${setOf(uids)} "${names[to]}"`],
    after: { ...same(folders), [from]: { kept, added: [] }, [to]: { kept: folders[to].items, added } },
    messages: uids.length,
  };
}

function store(folders: Folders, where: Side, uids: readonly number[], sign: '+' | '-', flag: string): Act {
  const changed = new Set(uids);
  const kept = new Map(
    [...folders[where].items].map(([uid, item]) => [uid, changed.has(uid) ? marked(item, sign, flag) : item]),
  );
  return {
    name: 'STORE',
    in: where,
    pieces: [`UID STORE ${setOf(uids)} ${sign}FLAGS.SILENT (${flag})`],
    after: { ...same(folders), [where]: { kept, added: [] } },
    messages: uids.length,
  };
}

function expunge(folders: Folders, where: Side): Act {
  const kept = new Map([...folders[where].items].filter(([, { flags }]) => !flags.includes('\\Deleted')));
  return {
    name: 'EXPUNGE',
    in: where,
    pieces: ['EXPUNGE'],
    after: { ...same(folders), [where]: { kept, added: [] } },
    messages: folders[where].items.size - kept.size,
  };
}

function marked({ mark, flags }: Item, sign: '+' | '-', flag: string): Item {
  const others = flags.filter((each) => each !== flag);
  return { mark, flags: sign === '+' ? [...others, flag].sort() : others };
}

function same({ here, there }: Folders): Record<Side, Expected> {
  return { here: unchanged(here), there: unchanged(there) };
}

function itemsAmong({ items }: FolderState, uids: readonly number[]): Item[] {
  return [...uids].sort((a, b) => a - b).flatMap((uid) => items.get(uid) ?? []);
}

function setOf(uids: readonly number[]): string {
  return uidSetText(uidSetOf([...uids].sort((a, b) => a - b)));
}
