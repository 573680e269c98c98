import { connect, type Socket } from 'node:net';
import { AbandonRequest, type Filter, SearchRequest } from 'ldapts';
import { FetchFailure } from '../http/fetch-bytes.js';
import { entryIn, type LdapEntry, LdapMessages, notLdap, resultCode } from './ldap-messages.js';

export interface DirectoryQuestion {
  readonly base: string;
  readonly filter: Filter;
  readonly attributes: readonly string[];
  readonly sizeLimit: number;
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** Gives up earlier. */
  readonly signal?: AbortSignal;
}

/** Whatever came before the result, and its code (RFC 4511 §4.1.9): entries come before a limit is told. */
export interface DirectoryResult {
  readonly code: number;
  readonly entries: readonly LdapEntry[];
}

const SEARCH_ENTRY = 0x64;
const SEARCH_DONE = 0x65;
const LAST_ID = 2 ** 31 - 1;
/** A hundred entries of the longest values that the text admits, and as much again. */
const MOST_OCTETS = 1024 * 1024;
const IDLE_MS = 60_000;

/** A search that waits. */
interface Asked {
  readonly entries: LdapEntry[];
  octets: number;
  readonly resolve: (result: DirectoryResult) => void;
  readonly reject: (failure: FetchFailure) => void;
}

/** One connection to the directory and the searches that wait on it. */
interface Line {
  readonly socket: Socket;
  readonly asked: Map<number, Asked>;
  lastId: number;
  /** Whether anything came on it. */
  isHeard: boolean;
}

/**
 * Searches in one directory, without signing in. One connection serves them all, several at a time, and is opened again once it is lost; it
 * is given up after a minute of rest. Rejects with FetchFailure only.
 */
export class DirectoryConnection {
  private line: Line | null = null;

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  async search(question: DirectoryQuestion): Promise<DirectoryResult> {
    const reused = this.line?.isHeard ? this.line : null;
    try {
      return await this.ask(this.opened(), question);
    } catch (failure) {
      // A directory closes lines that rest: what was asked on one just then was heard by nobody.
      if (!reused || this.line === reused || question.signal?.aborted) throw failure;
      return this.ask(this.opened(), question);
    }
  }

  close(): void {
    if (this.line) this.lose(this.line, new FetchFailure('closed'));
  }

  private ask(line: Line, question: DirectoryQuestion): Promise<DirectoryResult> {
    const id = nextId(line);
    const { promise, resolve, reject } = Promise.withResolvers<DirectoryResult>();
    line.asked.set(id, { ...{ entries: [], octets: 0 }, resolve, reject });
    line.socket.ref().setTimeout(0);
    line.socket.write(searchMessage(id, question));
    return this.untilGivenUp(line, id, question, promise, reject);
  }

  private async untilGivenUp(
    line: Line,
    id: number,
    { timeoutMs, signal }: DirectoryQuestion,
    answered: Promise<DirectoryResult>,
    reject: (failure: FetchFailure) => void,
  ): Promise<DirectoryResult> {
    const giveUp = (why: string) => {
      // On a line that never said a word nobody may be there: the next search opens another.
      if (!line.isHeard) return this.lose(line, new FetchFailure(why));
      line.socket.write(new AbandonRequest({ messageId: nextId(line), abandonId: id }).write());
      reject(new FetchFailure(why));
    };
    const timer = setTimeout(() => giveUp(`no answer within ${timeoutMs} ms`), timeoutMs);
    const onAbort = () => giveUp('given up');
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    try {
      return await answered;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      line.asked.delete(id);
      if (line.asked.size === 0) line.socket.unref().setTimeout(IDLE_MS);
    }
  }

  private opened(): Line {
    if (this.line) return this.line;
    const socket = connect(this.port, this.host);
    const line: Line = { socket, asked: new Map(), lastId: 0, isHeard: false };
    const messages = new LdapMessages(MOST_OCTETS);
    socket.on('data', (chunk: Buffer) => this.hear(line, messages, chunk));
    socket.on('error', (error) => this.lose(line, new FetchFailure(error.message, { cause: error })));
    socket.on('close', () => this.lose(line, new FetchFailure('the directory left without an answer')));
    socket.on('timeout', () => this.lose(line, new FetchFailure('at rest')));
    this.line = line;
    return line;
  }

  private hear(line: Line, messages: LdapMessages, chunk: Buffer): void {
    try {
      for (const { id, operation } of messages.take(chunk)) {
        line.isHeard = true;
        const asked = line.asked.get(id);
        // RFC 4511 §4.4: a notice of disconnection bears 0; what was abandoned may still come.
        if (!asked) continue;
        if (operation.tag === SEARCH_ENTRY) keep(asked, operation.whole.length, entryIn(operation));
        else if (operation.tag === SEARCH_DONE)
          asked.resolve({ code: resultCode(operation), entries: asked.entries });
      }
    } catch (failure) {
      this.lose(line, failure instanceof FetchFailure ? failure : notLdap());
    }
  }

  private lose(line: Line, failure: FetchFailure): void {
    if (this.line === line) this.line = null;
    line.socket.destroy();
    for (const { reject } of line.asked.values()) reject(failure);
    line.asked.clear();
  }
}

function keep(asked: Asked, octets: number, entry: LdapEntry): void {
  asked.octets += octets;
  if (asked.octets > MOST_OCTETS) throw new FetchFailure(`more than ${MOST_OCTETS} bytes`);
  asked.entries.push(entry);
}

function nextId(line: Line): number {
  line.lastId = line.lastId >= LAST_ID ? 1 : line.lastId + 1;
  return line.lastId;
}

function searchMessage(messageId: number, question: DirectoryQuestion): Uint8Array {
  const { base, filter, attributes, sizeLimit, timeoutMs } = question;
  return new SearchRequest({
    ...{ messageId, baseDN: base, scope: 'sub', filter, attributes: [...attributes], sizeLimit },
    timeLimit: Math.ceil(timeoutMs / 1000),
  }).write();
}
