import { setTimeout as wait } from 'node:timers/promises';
import {
  type ImportSource,
  type SourceFolder,
  SourceLost,
  type SourceMessage,
  type SpecialFolder,
} from '@cachet/mss-core';
import { ImapFlow, type ListResponse } from 'imapflow';

/** How an account of another server is opened. */
export interface SourceAccount {
  readonly host: string;
  readonly port: number;
  /** `plaintext` only when somebody wrote it. */
  readonly security: 'tls' | 'starttls' | 'plaintext';
  /** Authorities beside those of the system, PEM; null for those alone. */
  readonly ca: string | null;
  /** The name that its certificate must bear, when it is not the host's. */
  readonly certificateName: string | null;
  readonly user: string;
  readonly secret: { readonly pass: string } | { readonly accessToken: string };
}

/** What a server may make us wait and hold. */
export interface SourceLimits {
  /** Milliseconds for the answer to one command. */
  readonly answerMs: number;
  /** Octets of one literal: a server that does not know of partial FETCH sends a whole message. */
  readonly literal: number;
}

/** The server did not let us in, or its certificate is not to be believed: trying again is of no use. */
export class SourceRefused extends Error {}

const PIECE = 256 * 1024;
const AT_ONE_TIME = 200;
/** Room for the numbers of a folder of two million messages. */
const LONGEST_LINE = 16 * 1024 * 1024;

const USES: Readonly<Record<string, SpecialFolder>> = {
  '\\Inbox': 'inbox',
  '\\Sent': 'sent',
  '\\Drafts': 'drafts',
  '\\Trash': 'trash',
  '\\Junk': 'junk',
  '\\Archive': 'archive',
};
/** RFC 6154 §2: what these show lies in other folders too. */
const VIRTUAL = new Set(['\\All', '\\Flagged', '\\Important']);

/** An account read by IMAP, whose server is believed in nothing. Its messages come in pieces, whatever their size. */
export class ImapSource implements ImportSource {
  private constructor(
    private readonly client: ImapFlow,
    private readonly limits: SourceLimits,
  ) {}

  /** @throws SourceRefused, SourceLost. Neither says anything of the secret. */
  static async connect(account: SourceAccount, limits: SourceLimits): Promise<ImapSource> {
    const { host, port, security, ca, certificateName, user, secret } = account;
    const client = new ImapFlow({
      host,
      port,
      secure: security === 'tls',
      ...(security !== 'tls' && { doSTARTTLS: security === 'starttls' }),
      ...(certificateName && { servername: certificateName }),
      tls: { minVersion: 'TLSv1.2', ...(ca && { ca }) },
      auth: { user, ...secret },
      logger: false,
      disableAutoIdle: true,
      disableBinary: true,
      maxLineLength: LONGEST_LINE,
      maxLiteralSize: limits.literal,
      maxResponseSize: limits.literal + LONGEST_LINE,
      connectionTimeout: limits.answerMs,
      greetingTimeout: limits.answerMs,
      socketTimeout: limits.answerMs,
    });
    // What happens between two commands is told by the next one.
    client.on('error', () => undefined);
    const source = new ImapSource(client, limits);
    await source.#ask(() => client.connect());
    return source;
  }

  async folders(): Promise<readonly SourceFolder[]> {
    const listed = await this.#ask(() => this.client.list());
    return listed
      .filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent'))
      .filter((folder) => !VIRTUAL.has(toldUse(folder) ?? ''))
      .map((folder) => ({
        path: folder.path,
        delimiter: folder.delimiter ?? '',
        use: folder.path.toUpperCase() === 'INBOX' ? 'inbox' : (USES[toldUse(folder) ?? ''] ?? null),
      }))
      .sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  }

  async open({ path }: SourceFolder): Promise<{ uidValidity: number; messages: number } | null> {
    const opened = await this.#ask(() =>
      this.client.mailboxOpen(path, { readOnly: true }).catch((fault: unknown) => {
        if (this.client.usable) return null;
        throw fault;
      }),
    );
    return opened && { uidValidity: Number(opened.uidValidity), messages: opened.exists };
  }

  async *after(uid: number): AsyncGenerator<SourceMessage> {
    const found = await this.#ask(() => this.client.search({ uid: `${uid + 1}:*` }, { uid: true }));
    const uids = (found || []).filter((each) => each > uid).sort((a, b) => a - b);
    for (let from = 0; from < uids.length; from += AT_ONE_TIME) {
      const asked = uids.slice(from, from + AT_ONE_TIME);
      const fetched = await this.#ask(() =>
        this.client.fetchAll(asked.join(','), { flags: true, internalDate: true }, { uid: true }),
      );
      // Told twice, the first word counts.
      const byUid = new Map([...fetched].reverse().map((message) => [message.uid, message]));
      for (const each of asked) {
        const message = byUid.get(each);
        if (!message) continue;
        const { flags, internalDate } = message;
        const date = internalDate ? new Date(internalDate) : null;
        yield { uid: each, flags: [...(flags ?? [])], internalDate: date };
      }
    }
  }

  async bytes(uid: number): Promise<AsyncIterable<Uint8Array> | null> {
    const first = await this.#piece(uid, 0);
    return first && this.#pieces(uid, first);
  }

  async close(): Promise<void> {
    await Promise.race([this.client.logout().catch(() => undefined), wait(1_000, undefined, { ref: false })]);
    this.client.close();
  }

  /** Its word on the size is not believed: where the pieces seem to end elsewhere, it is asked for more. */
  async *#pieces(uid: number, first: Piece): AsyncGenerator<Uint8Array> {
    let at = 0;
    for (let { source } = first; source.length > 0; ) {
      yield source;
      at += source.length;
      // A server that ignores which piece was asked sends the whole each time: as the first answer it makes sense.
      if (source.length > PIECE && at === source.length) return;
      if (source.length > PIECE) throw new SourceLost('a piece of a message is longer than was asked');
      if (source.length < PIECE && at === first.size) return;
      const next = await this.#piece(uid, at);
      if (!next) throw new SourceLost('a message ended before its end');
      ({ source } = next);
    }
  }

  async #piece(uid: number, start: number): Promise<Piece | null> {
    const found = await this.#ask(() =>
      this.client.fetchOne(String(uid), { size: true, source: { start, maxLength: PIECE } }, { uid: true }),
    );
    if (!found || found.uid !== uid || !found.source) return null;
    return { source: found.source, size: found.size ?? null };
  }

  async #ask<T>(command: () => Promise<T>): Promise<T> {
    const late = new AbortController();
    try {
      return await Promise.race([command(), this.#tooLate(late.signal)]);
    } catch (fault) {
      const isRefusal = fault instanceof Error && ('authenticationFailed' in fault || isUntrusted(fault));
      this.client.close();
      if (fault instanceof SourceLost) throw fault;
      throw isRefusal ? new SourceRefused(reasonOf(fault)) : new SourceLost(reasonOf(fault));
    } finally {
      late.abort();
    }
  }

  async #tooLate(signal: AbortSignal): Promise<never> {
    const isOver = await wait(this.limits.answerMs * 2, false, { signal, ref: false }).catch(() => true);
    if (!isOver) throw new SourceLost('no answer');
    return new Promise<never>(() => undefined);
  }
}

interface Piece {
  readonly source: Uint8Array;
  /** Of the whole message, as the server says. */
  readonly size: number | null;
}

/** What the server itself says; what the library guesses from names is ours to say. */
function toldUse({ specialUse, specialUseSource }: ListResponse): string | undefined {
  return specialUseSource === 'extension' ? specialUse : undefined;
}

function rank({ use }: SourceFolder): number {
  return use === 'inbox' ? 0 : 1;
}

/** OpenSSL's words for certificates, and Node's for names that do not match. */
function isUntrusted(fault: Error): boolean {
  const code = 'code' in fault ? String(fault.code) : '';
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|HOSTNAME/.test(code);
}

/** A code and no more: what the server wrote may hold what we sent it. */
function reasonOf(fault: unknown): string {
  if (!(fault instanceof Error)) return 'unknown';
  if ('authenticationFailed' in fault) return 'authentication failed';
  return 'code' in fault && typeof fault.code === 'string' ? fault.code : fault.name;
}
