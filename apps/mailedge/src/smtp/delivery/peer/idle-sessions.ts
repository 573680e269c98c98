import type { PeerAddress, PeerSession } from './peer-session.js';

export interface SessionLimits {
  /** How long a session waits for its next letter, in milliseconds. */
  readonly idleMs: number;
  /** A session that carried so many letters is closed: peers tire of longer ones. */
  readonly letters: number;
}

export const SESSION_LIMITS: SessionLimits = { idleMs: 5_000, letters: 100 };

/** Sessions between two letters, kept briefly so that the next one needs no handshake. Nothing is trusted for having been kept. */
export class IdleSessions {
  readonly #idle = new Map<string, Set<PeerSession>>();
  readonly #timers = new Map<PeerSession, NodeJS.Timeout>();
  #stopped = false;

  constructor(private readonly limits: SessionLimits) {}

  /** One that showed the certificate we show now: after a renewal, older ones are closed. */
  take(peer: PeerAddress, identity: PeerSession['identity']): PeerSession | null {
    for (const session of this.#idle.get(keyOf(peer)) ?? []) {
      this.#forget(session);
      if (session.identity.cert.equals(identity.cert) && session.line.isQuiet) return session;
      void session.close();
    }
    return null;
  }

  /** Takes back a session after its letter, to keep or to close. */
  give(session: PeerSession): void {
    if (this.#stopped || session.letters >= this.limits.letters || !session.line.isQuiet) {
      void session.close();
      return;
    }
    const key = keyOf(session.peer);
    this.#idle.set(key, (this.#idle.get(key) ?? new Set()).add(session));
    const timer = setTimeout(() => this.#end(session), this.limits.idleMs);
    session.line.onDisturbed(() => this.#end(session));
    this.#timers.set(session, timer);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const all = [...this.#idle.values()].flatMap((sessions) => [...sessions]);
    for (const session of all) this.#forget(session);
    await Promise.all(all.map((session) => session.close()));
  }

  #end(session: PeerSession): void {
    this.#forget(session);
    void session.close();
  }

  #forget(session: PeerSession): void {
    const key = keyOf(session.peer);
    const sessions = this.#idle.get(key);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#idle.delete(key);
    session.line.onDisturbed(() => undefined);
    clearTimeout(this.#timers.get(session));
    this.#timers.delete(session);
  }
}

function keyOf({ host, address }: PeerAddress): string {
  return `${host} ${address}`;
}
