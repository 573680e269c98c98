import type { ActContext, OpenedBal, TenantContext } from '@cachet/mss-core';
import type { BalStores, ImapDeps } from '../ports.js';
import type { Command, Frame } from '../wire/command-reader.js';
import { type FolderNames, MODIFIED_UTF7_NAMES, UTF8_NAMES } from '../wire/folder-names.js';
import type { Line } from '../wire/line-reader.js';
import type { ResponseWriter } from '../wire/response-writer.js';
import type { Notices } from './notices.js';
import type { SelectedFolder } from './selected-folder.js';
import { Signal } from './signal.js';
import type { SessionState } from './state.js';

/** The connection, as commands may use it. */
export interface Transport {
  readonly encrypted: boolean;
  readonly remoteAddress: string | null;
  readonly remotePort: number | null;
  /** Leaf certificate the client showed, DER; null when it showed none, or was not asked. */
  readonly certificate: Buffer | null;
  /** Octets the client sent before it could know our answer. */
  readonly unreadOctets: number;
  readonly compressed: boolean;
  /** Compresses both directions once the answer to COMPRESS is written. */
  compressAfterAnswer(): void;
  /** News came that a client may wish to hear between commands. */
  stir(): void;
  /** Passes the connection to TLS once the answer to STARTTLS is written. */
  startTlsAfterAnswer(): void;
  /** A bare line inside a command: a SASL response, DONE. */
  line(): Promise<Line>;
  /** The literal the present command announced. */
  streamLiteral(): AsyncIterable<Buffer>;
  resume(command: Command): Promise<Frame>;
}

/** One client's session: its state, and the means its commands work with. */
export class Session {
  #state: SessionState = { kind: 'notAuthenticated' };
  #stopWatchingBal = () => {};
  #stopWatchingFolder = () => {};
  #condstore = false;
  /** RFC 7162: the client enabled QRESYNC; what leaves is told by uid. */
  qresync = false;
  /** RFC 9051: the client enabled IMAP4rev2. */
  rev2 = false;
  /** RFC 9755: the client enabled UTF8=ACCEPT. */
  utf8 = false;
  /** What the client said of itself (RFC 2971), for the traces. */
  clientName: string | null = null;
  /** Why the session is about to close, once that is decided. */
  ending: string | null = null;
  /** What the client asked to hear beside its answers (RFC 5465); most ask nothing. */
  notices: Notices | null = null;
  /** Raised when the selected folder changed or the session must end. */
  readonly news = new Signal();

  constructor(
    readonly deps: ImapDeps,
    readonly out: ResponseWriter,
    readonly transport: Transport,
    private readonly onBalChange: () => void,
  ) {}

  /** Names and texts pass as UTF-8. */
  get speaksUtf8(): boolean {
    return this.rev2 || this.utf8;
  }

  /** How this client writes folder names. */
  get names(): FolderNames {
    return this.speaksUtf8 ? UTF8_NAMES : MODIFIED_UTF7_NAMES;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** The BAL this session opened, in the states that have one. */
  get opened(): OpenedBal | null {
    const state = this.#state;
    return state.kind === 'authenticated' || state.kind === 'selected' ? state.opened : null;
  }

  /** notAuthenticated → authenticated. */
  enter(opened: OpenedBal): void {
    this.#state = { kind: 'authenticated', opened };
    this.#stopWatchingBal = this.deps.watch('bal', opened.bal.id, () => this.onBalChange());
  }

  /** The same session with the rights as they are now. */
  renew(opened: OpenedBal): void {
    const state = this.#state;
    if (state.kind === 'authenticated' || state.kind === 'selected') this.#state = { ...state, opened };
  }

  /** authenticated or selected → selected. */
  select(opened: OpenedBal, folder: SelectedFolder): void {
    this.unselect();
    // What was committed between reading the folder and watching it is found by looking once more.
    folder.stale = true;
    this.#state = { kind: 'selected', opened, folder };
    this.#stopWatchingFolder = this.deps.watch('folder', folder.id, (modseq) => {
      if (modseq !== undefined && modseq <= folder.modseq) return;
      folder.stale = true;
      this.stir();
    });
  }

  /** Something may have to be told: wakes whoever idles, or tells it between commands where that was asked. */
  stir(): void {
    this.news.raise();
    this.transport.stir();
  }

  /** From now on the client hears this, and what it asked before no more. */
  notice(notices: Notices | null): void {
    this.notices?.stop();
    this.notices = notices;
  }

  /** selected → authenticated. */
  unselect(): void {
    this.#stopWatchingFolder();
    this.#stopWatchingFolder = () => {};
    if (this.#state.kind === 'selected') this.#state = { kind: 'authenticated', opened: this.#state.opened };
  }

  /** The session closes once the present answer is written; the reason goes to the trace. */
  end(reason: string): void {
    this.ending ??= reason;
    this.news.raise();
  }

  /** Any state → logout; answers the BAL that was open. */
  leave(): OpenedBal | null {
    const { opened } = this;
    this.unselect();
    this.notice(null);
    this.#stopWatchingBal();
    this.#state = { kind: 'logout' };
    return opened;
  }

  /** The act of one command, before anybody is known. */
  door(): Omit<ActContext, 'actor'> {
    return {
      means: 'imap',
      at: this.deps.now(),
      correlationId: this.deps.newId(),
      remoteAddress: this.transport.remoteAddress,
    };
  }

  contextOf(opened: OpenedBal): TenantContext {
    return { ...opened.context, ...this.door() };
  }

  /** RFC 7162: the client showed that it knows CONDSTORE; modseqs are told from then on. */
  get condstore(): boolean {
    return this.#condstore;
  }

  /** RFC 7162 §3.1.2: whoever shows it in a folder already open is told first up to where they know it. */
  tellModseqs(): void {
    const { state } = this;
    if (!this.#condstore && state.kind === 'selected')
      this.out.line(
        `* OK [HIGHESTMODSEQ ${state.folder.modseq}] Modification sequences are told from here on`,
      );
    this.#condstore = true;
  }

  /** One transaction on the opened BAL. */
  inBal<T>(opened: OpenedBal, work: (stores: BalStores) => Promise<T>): Promise<T> {
    return this.deps.store.inBal(this.contextOf(opened), opened.bal.id, work);
  }
}
