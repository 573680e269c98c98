import type { TenantId } from '@cachet/mss-core';
import { Client } from 'pg';
import { CHANGE_CHANNEL, type Change, type ChangeTopic, readChange } from './change.js';
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
 * again, with pauses growing from 0.1 to 5 s, and every subscriber then hears `resync`.
 */
export class ChangeFeed {
  #client: Client | null = null;
  #isListening = false;
  #stopped = false;
  #timer: NodeJS.Timeout | null = null;
  #pause = FIRST_PAUSE_MS;
  /** Subscriptions by what they watch, so that one announcement does not walk through every idling client. */
  readonly #byKey = new Map<string, Set<Subscription>>();

  constructor(
    private readonly url: string,
    private readonly applicationName: string,
    private readonly onFault: (fault: Error) => void = () => undefined,
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
    return () => {
      siblings.delete(subscription);
      if (siblings.size === 0 && this.#byKey.get(key) === siblings) this.#byKey.delete(key);
    };
  }

  /** False while announcements may be missed; every subscriber then hears `resync` once they are heard again. */
  get isListening(): boolean {
    return this.#isListening;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    this.#isListening = false;
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
    await client.query(`listen ${CHANGE_CHANNEL}`);
    if (this.#stopped) return void (await client.end());
    this.#client = client;
    this.#pause = FIRST_PAUSE_MS;
    this.#later(HEARTBEAT_MS, () => this.#heartbeat(client));
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
    for (const subscriptions of [...this.#byKey.values()]) {
      for (const { listener } of [...subscriptions]) this.#tell(listener, { kind: 'resync' });
    }
    this.#isListening = this.#client !== null;
  }

  // A connection cut without a word (power, firewall) shows only when something is asked of it.
  async #heartbeat(client: Client): Promise<void> {
    try {
      await client.query('select');
      this.#later(HEARTBEAT_MS, () => this.#heartbeat(client));
    } catch {
      this.#lost(client);
      await client.end().catch(() => undefined);
    }
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
