import type { TenantId } from '@cachet/mss-core';
import { Client } from 'pg';
import {
  CHANGE_CHANNEL,
  type Change,
  type ChangeTopic,
  channelOf,
  FOLDER_CHANNEL,
  readChange,
} from './change.js';
import { unreachable } from './database-unusable.js';

/** A change, or `resync`: announcements may have been missed, read again whatever you watch. */
export type ChangeEvent = ({ readonly kind: 'change' } & Change) | { readonly kind: 'resync' };

export interface ChangeFilter {
  readonly topic?: ChangeTopic;
  readonly tenant?: TenantId;
  readonly id?: string;
}

interface Subscription {
  readonly filter: ChangeFilter;
  readonly listener: (event: ChangeEvent) => void;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const HEARTBEAT_MS = 15_000;

/**
 * What other processes announce, on one connection that is never pooled. When the connection is lost it is made
 * again, with pauses growing from 0.1 to 5 s, and every subscriber then hears `resync`. Changes within folders are listened to as long as
 * somebody here watches some: who is the first to do so hears `resync` once they are heard.
 */
export class ChangeFeed {
  #client: Client | null = null;
  #isListening = false;
  /** Subscriptions to what is told on the channel of folders. */
  #folderWatchers = 0;
  /** The connection that listens to that channel. */
  #hearsFolders: Client | null = null;
  #turning: Promise<void> | null = null;
  #stopped = false;
  #timer: NodeJS.Timeout | null = null;
  #pause = FIRST_PAUSE_MS;
  /** Subscriptions by what they watch, so that one announcement does not walk through every idling client. */
  readonly #byKey = new Map<string, Set<Subscription>>();

  constructor(
    private readonly url: string,
    private readonly applicationName: string,
    private readonly onFault: (fault: Error) => void = () => undefined,
    private readonly heartbeatMs: number = HEARTBEAT_MS,
  ) {}

  /** Listens. @throws DatabaseUnusable when the first connection cannot be made. */
  async start(): Promise<void> {
    await this.#connect().catch((cause: unknown) => {
      throw unreachable(this.url, cause);
    });
    this.#isListening = true;
  }

  /** Hears what matches every field of the filter, and every `resync`. Answers how to stop hearing. */
  subscribe(filter: ChangeFilter, listener: (event: ChangeEvent) => void): () => void {
    const key = keyOf(filter.topic, filter.id);
    const subscription = { filter, listener };
    const siblings = this.#byKey.get(key) ?? new Set();
    this.#byKey.set(key, siblings.add(subscription));
    const watchesFolders = concernsFolders(filter);
    if (watchesFolders) this.#folderWatchers += 1;
    if (watchesFolders) this.#turn();
    return () => {
      if (!siblings.delete(subscription)) return;
      if (watchesFolders) this.#folderWatchers -= 1;
      if (siblings.size === 0 && this.#byKey.get(key) === siblings) this.#byKey.delete(key);
    };
  }

  /** False while announcements may be missed; every subscriber then hears `resync` once they are heard again. */
  get isListening(): boolean {
    const missesFolders = this.#folderWatchers > 0 && this.#hearsFolders !== this.#client;
    return this.#isListening && !missesFolders;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    this.#isListening = false;
    await this.#turning;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new Client({
      connectionString: this.url,
      application_name: this.applicationName,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      keepAlive: true,
    });
    client.on('error', this.onFault);
    client.on('notification', ({ payload }) => this.#announce(payload ?? ''));
    client.on('end', () => this.#lost(client));
    await client.connect();
    const hearsFolders = await this.#listen(client).catch((fault: unknown) => {
      void client.end().catch(() => undefined);
      throw fault;
    });
    if (this.#stopped) return void (await client.end());
    this.#client = client;
    this.#hearsFolders = hearsFolders ? client : null;
    this.#turn();
    this.#pause = FIRST_PAUSE_MS;
    this.#later(this.heartbeatMs, () => this.#heartbeat(client));
  }

  /** Answers whether changes within folders are listened to as well. */
  async #listen(client: Client): Promise<boolean> {
    await client.query(`listen ${CHANGE_CHANNEL}`);
    if (this.#folderWatchers === 0) return false;
    await client.query(`listen ${FOLDER_CHANNEL}`);
    return true;
  }

  /** Listens to changes within folders, or no longer, as those who subscribe wish. */
  #turn(): void {
    if (!this.#turning && this.#client && !this.#isAsWished(this.#client))
      this.#turning = this.#turnAsWished(this.#client);
  }

  async #turnAsWished(client: Client): Promise<void> {
    try {
      while (client === this.#client && !this.#isAsWished(client)) {
        if (this.#hearsFolders) {
          this.#hearsFolders = null;
          await client.query(`unlisten ${FOLDER_CHANNEL}`);
        } else {
          await client.query(`listen ${FOLDER_CHANNEL}`);
          if (client === this.#client) this.#nowHearsFolders(client);
        }
      }
    } catch {
      // Not waited for: the next connection may be wished to turn before this one has ended.
      void this.#giveUp(client);
    } finally {
      this.#turning = null;
      this.#turn();
    }
  }

  #isAsWished(client: Client): boolean {
    return this.#folderWatchers > 0 === (this.#hearsFolders === client);
  }

  #nowHearsFolders(client: Client): void {
    this.#hearsFolders = client;
    for (const { filter, listener } of this.#subscriptions())
      if (concernsFolders(filter)) this.#tell(listener, { kind: 'resync' });
  }

  #subscriptions(): readonly Subscription[] {
    return [...this.#byKey.values()].flatMap((siblings) => [...siblings]);
  }

  #announce(payload: string): void {
    const change = readChange(payload);
    if (change === null) return;
    const keys = new Set([
      keyOf(change.topic, change.id),
      keyOf(change.topic),
      keyOf(undefined, change.id),
      ANY,
    ]);
    for (const key of keys) {
      for (const { filter, listener } of [...(this.#byKey.get(key) ?? [])]) {
        if (filter.tenant === undefined || filter.tenant === change.tenant) {
          this.#tell(listener, { kind: 'change', ...change });
        }
      }
    }
  }

  // One subscriber's fault is not its neighbours'.
  #tell(listener: (event: ChangeEvent) => void, event: ChangeEvent): void {
    try {
      listener(event);
    } catch (fault) {
      this.onFault(fault instanceof Error ? fault : new Error('a change listener failed', { cause: fault }));
    }
  }

  #lost(client: Client): void {
    if (this.#stopped || this.#client !== client) return;
    this.#client = null;
    this.#hearsFolders = null;
    this.#isListening = false;
    this.#later(this.#pause, () => this.#reconnect());
  }

  async #reconnect(): Promise<void> {
    try {
      await this.#connect();
    } catch (fault) {
      this.onFault(fault instanceof Error ? fault : new Error('listening failed', { cause: fault }));
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
      this.#later(this.#pause, () => this.#reconnect());
      return;
    }
    for (const { listener } of this.#subscriptions()) this.#tell(listener, { kind: 'resync' });
    this.#isListening = this.#client !== null;
  }

  // A connection cut without a word (power, firewall) shows only when something is asked of it.
  async #heartbeat(client: Client): Promise<void> {
    try {
      await client.query('select');
      if (client !== this.#client) return;
      this.#later(this.heartbeatMs, () => this.#heartbeat(client));
      // Not sooner: who stops watching a folder often begins to watch another.
      if (this.#folderWatchers === 0) this.#turn();
    } catch {
      await this.#giveUp(client);
    }
  }

  async #giveUp(client: Client): Promise<void> {
    this.#lost(client);
    await client.end().catch(() => undefined);
  }

  #later(ms: number, step: () => Promise<void>): void {
    if (this.#stopped) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void step(), ms);
    this.#timer.unref();
  }
}

function keyOf(topic?: ChangeTopic, id?: string): string {
  return `${topic ?? '*'}:${id ?? '*'}`;
}

const ANY = keyOf();

function concernsFolders({ topic }: ChangeFilter): boolean {
  return topic === undefined || channelOf(topic) === FOLDER_CHANNEL;
}
