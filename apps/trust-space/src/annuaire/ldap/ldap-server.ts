import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Listening } from '../../http/server.js';
import { serveTcp } from '../../net/serve-tcp.js';
import type { Moods } from '../moods.js';
import {
  type Ber,
  ber,
  berNumber,
  ENUMERATED,
  INTEGER,
  NotBer,
  numberOf,
  OCTET_STRING,
  SEQUENCE,
  takeBer,
  textOf,
} from './ber.js';
import { found, type TreeEntry, writtenEntry } from './directory-tree.js';
import { FilterRefused } from './filter.js';
import { hostileEntries } from './hostile-entries.js';
import { CODE_OF_MOOD, type LdapMood } from './ldap-moods.js';

const BIND = 0x60;
const BIND_ANSWER = 0x61;
const UNBIND = 0x42;
const SEARCH = 0x63;
const SEARCH_DONE = 0x65;
const ABANDON = 0x50;

const [SUCCESS, PROTOCOL_ERROR, TIME_LIMIT, SIZE_LIMIT, NO_SUCH_OBJECT] = [0, 2, 3, 4, 32];
const [INAPPROPRIATE_AUTHENTICATION, UNWILLING] = [48, 53];

/** §6.5.1: a hundred entries, by default. */
export const USUAL_SIZE_LIMIT = 100;
const MOST_OCTETS = 64 * 1024;
const SLOW_MS = 2_000;

export interface LdapDirectory {
  entries(): readonly TreeEntry[];
  sizeLimit(): number;
  readonly moods: Moods<LdapMood>;
  /** Each search that comes is told. */
  onSearch(): void;
}

/** TM2.1.1A: reads in the clear and without signing in, as the text has it; nothing can be written. */
export function startLdap(port: number, directory: LdapDirectory): Promise<Listening> {
  return serveTcp(port, (socket) => {
    converse(socket, directory).catch(() => socket.destroy());
  });
}

async function converse(socket: Socket, directory: LdapDirectory): Promise<void> {
  let held = Buffer.alloc(0);
  const abandoned = new Set<number>();
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    held = Buffer.concat([held, chunk]);
    if (held.length > MOST_OCTETS) throw new NotBer('too long');
    for (let taken = takeBer(held); taken; taken = takeBer(held)) {
      held = held.subarray(taken.end);
      const [id, operation] = taken.element.parts;
      if (taken.element.tag !== SEQUENCE || !operation) throw new NotBer('not a message');
      if (operation.tag === UNBIND) return void socket.end();
      if (operation.tag === ABANDON) abandoned.add(numberOf(operation));
      else void answer(socket, numberOf(id), operation, directory, abandoned).catch(() => socket.destroy());
    }
  }
}

async function answer(
  socket: Socket,
  id: number,
  operation: Ber,
  directory: LdapDirectory,
  abandoned: ReadonlySet<number>,
): Promise<void> {
  const say = (...operations: readonly Buffer[]) => {
    if (abandoned.has(id) || socket.destroyed) return;
    for (const each of operations) socket.write(ber(SEQUENCE, berNumber(INTEGER, id), each));
  };
  if (operation.tag === BIND) return say(result(BIND_ANSWER, bindCode(operation)));
  if (operation.tag !== SEARCH) return say(result(SEARCH_DONE, PROTOCOL_ERROR));
  directory.onSearch();
  const mood = directory.moods.take();
  if (mood === 'silent') return;
  if (mood === 'hangUp') return void socket.destroy();
  if (mood === 'html') return void socket.end('HTTP/1.1 200 OK\r\n\r\n<html><p>Maintenance</p></html>');
  if (mood === 'slow') await pause(SLOW_MS);
  if (mood === 'lyingLength') return void socket.write(lying(id));
  const code = mood ? CODE_OF_MOOD[mood] : undefined;
  say(...(code === undefined ? searched(operation, directory, mood) : [result(SEARCH_DONE, code)]));
}

/** Anonymous only: the text gives nobody an account. */
function bindCode({ parts: [version, name, password] }: Ber): number {
  if (numberOf(version) !== 3) return PROTOCOL_ERROR;
  return textOf(name) === '' && textOf(password) === '' ? SUCCESS : INAPPROPRIATE_AUTHENTICATION;
}

function searched({ parts }: Ber, directory: LdapDirectory, mood: LdapMood | null): readonly Buffer[] {
  const [base, scope, , size, , , filter, names] = parts;
  const asked = (names?.parts ?? []).map((name) => textOf(name).toLowerCase());
  try {
    const search = { base: textOf(base), scope: numberOf(scope), filter };
    const entries = found(directory.entries(), search);
    if (!entries) return [result(SEARCH_DONE, NO_SUCH_OBJECT)];
    const limit = Math.min(numberOf(size) || Number.POSITIVE_INFINITY, directory.sizeLimit());
    const within =
      mood === 'timeLimit' ? entries.slice(0, Math.floor(entries.length / 2)) : entries.slice(0, limit);
    const code = mood === 'timeLimit' ? TIME_LIMIT : entries.length > limit ? SIZE_LIMIT : SUCCESS;
    const shown = within.map((entry) => writtenEntry(entry, asked));
    return [...(mood === 'hostile' ? hostileEntries() : []), ...shown, result(SEARCH_DONE, code)];
  } catch (fault) {
    if (!(fault instanceof FilterRefused)) throw fault;
    return [result(SEARCH_DONE, UNWILLING)];
  }
}

function result(tag: number, code: number): Buffer {
  return ber(tag, berNumber(ENUMERATED, code), ber(OCTET_STRING, ''), ber(OCTET_STRING, ''));
}

/** An entry whose set of values says a hundred octets and holds none. */
function lying(id: number): Buffer {
  const attribute = ber(SEQUENCE, ber(OCTET_STRING, 'a'), Buffer.from([0x31, 100]));
  return ber(SEQUENCE, berNumber(INTEGER, id), ber(0x64, ber(OCTET_STRING, ''), ber(SEQUENCE, attribute)));
}
