import type { ClamdConnection } from './clamd-connection.js';

/** Letters come in bursts: what waits longer than this is not worth what it holds, and clamd itself gives up after some more. */
const WAITS_MS = 2_000;
const MOST_WAITING = 16;
/** Then another is opened, which a balance between several scanners may lead elsewhere. */
const MOST_LETTERS = 200;

/** Connections that wait for their next letter. */
export class ClamdSessions {
  readonly #waiting = new Map<ClamdConnection, NodeJS.Timeout>();

  /** The last that served; null when none waits. */
  take(): ClamdConnection | null {
    for (;;) {
      const [last] = [...this.#waiting].at(-1) ?? [];
      if (!last) return null;
      this.#forget(last);
      if (last.isOpen) return last;
      last.close();
    }
  }

  /** It has served and may serve again. */
  giveBack(connection: ClamdConnection): void {
    if (this.#waiting.size >= MOST_WAITING || connection.uses >= MOST_LETTERS || !connection.isOpen) {
      connection.close();
      return;
    }
    connection.rest();
    const timer = setTimeout(() => {
      this.#forget(connection);
      connection.close();
    }, WAITS_MS).unref();
    this.#waiting.set(connection, timer);
  }

  close(): void {
    for (const connection of [...this.#waiting.keys()]) {
      this.#forget(connection);
      connection.close();
    }
  }

  #forget(connection: ClamdConnection): void {
    clearTimeout(this.#waiting.get(connection));
    this.#waiting.delete(connection);
  }
}
