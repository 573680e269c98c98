import type { WebSocket } from 'ws';
import type { Container } from '../container.js';
import type { Caller } from '../context/caller.js';
import { isStillGood } from '../session/authenticate.js';

const EVERY_MS = 20_000;
/** graphql-ws: « Forbidden ». */
const FORBIDDEN = 4403;

/**
 * Keeps one socket only as long as its caller may call and each of its subscriptions is still allowed. Watching is not
 * activity: it never prolongs the session.
 */
export class SocketGuard {
  readonly #timer: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  readonly #rights = new Set<() => Promise<boolean>>();

  constructor(
    private readonly container: Container,
    private readonly caller: Caller,
    private readonly socket: WebSocket,
    everyMs: number = EVERY_MS,
  ) {
    this.#timer = setInterval(() => void this.check(), everyMs);
    this.#unsubscribe = container.database.changes.subscribe(
      caller.kind === 'person'
        ? { topic: 'session', id: caller.sessionId }
        : { topic: 'apiKey', tenant: caller.tenantId, id: caller.apiKeyId },
      () => void this.check(),
    );
  }

  /** Subscriptions that live on the socket. */
  get watching(): number {
    return this.#rights.size;
  }

  /** Asks again for that right as long as the subscription lives; answers how to stop. */
  demand(right: () => Promise<boolean>): () => void {
    this.#rights.add(right);
    return () => void this.#rights.delete(right);
  }

  /** Whether the caller's session or key is still good. */
  mayStillCall(): Promise<boolean> {
    return isStillGood(this.container, this.caller);
  }

  /** Closes the socket when the session, the key or a right is gone. A database fault decides nothing: the next check will. */
  async check(): Promise<void> {
    try {
      for (const isGood of [() => this.mayStillCall(), ...this.#rights]) {
        if (!(await isGood())) return this.forbid();
      }
    } catch (error) {
      this.container.logger.warn({ err: error }, 'a socket could not be checked');
    }
  }

  forbid(): void {
    this.stop();
    this.socket.close(FORBIDDEN, 'Forbidden');
  }

  stop(): void {
    this.#rights.clear();
    clearInterval(this.#timer);
    this.#unsubscribe();
  }
}
