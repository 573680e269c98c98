import { readFile } from 'node:fs/promises';
import { StoreUnavailable } from '../store-faults.js';
import { askVault, told, type VaultAnswer, type VaultDoor } from './vault-door.js';

/** The token by which Vault knows this process. */
export interface VaultToken {
  /** The one to show now. @throws StoreUnavailable when there is none yet. */
  current(): Promise<string>;
}

/** Tells whoever runs the installation. Never a token, nor what Vault says of one. */
export interface TokenLog {
  error(facts: object, message: string): void;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_SECONDS = 86_400;
/** A refusal or an outage is looked at again soon: what is left of the token may be short. */
const AGAIN_MS = 15 * SECOND_MS;
const REFUSED = 'Vault refuses its token';
const AWAY = 'Vault does not answer: its token could not be renewed';

/**
 * A token given once, at the start, and renewed for as long as its process lives: each hour, and each third of what is left to it. Once it
 * can no longer be renewed, that is told well before it ends; what needs Vault after that waits, and is not lost.
 */
export class RenewedToken implements VaultToken {
  #lastTold: string | null = null;
  /** Seconds that renewals granted at most: one that grants less is at the end of the token's longest life. */
  #granted = 0;

  constructor(
    private readonly token: string,
    private readonly door: VaultDoor,
    private readonly log: TokenLog | null,
  ) {}

  async current(): Promise<string> {
    return this.token;
  }

  /** Tends it until the process ends, which it does not keep from ending. */
  keepAlive(): this {
    const turn = async () => {
      setTimeout(() => void turn(), await this.tend()).unref();
    };
    void turn();
    return this;
  }

  /** Looks at the token and renews it where it ends. Answers after how many milliseconds that is to be done again. */
  async tend(): Promise<number> {
    try {
      const seen = await this.#ask('GET', 'lookup-self');
      const left = secondsOf(told(seen, 'data', 'ttl'));
      if (left === null) return this.#tell(seen.status === 403 ? REFUSED : AWAY, { status: seen.status });
      if (left === 0) return this.#isWell(HOUR_MS);
      if (told(seen, 'data', 'renewable') !== true) return this.#willEnd(left);
      const renewed = await this.#ask('POST', 'renew-self');
      const gained = secondsOf(told(renewed, 'auth', 'lease_duration'));
      if (gained === null) return this.#willEnd(left, renewed.status);
      if (gained < this.#granted && gained < DAY_SECONDS) return this.#willEnd(gained);
      this.#granted = Math.max(gained, this.#granted);
      return this.#isWell(pause(gained));
    } catch (fault) {
      if (!(fault instanceof StoreUnavailable)) throw fault;
      return this.#tell(AWAY);
    }
  }

  #ask(method: 'GET' | 'POST', act: 'lookup-self' | 'renew-self'): Promise<VaultAnswer> {
    const path = `auth/token/${act}`;
    return askVault(this.door, { method, path, token: this.token, ...(method === 'POST' && { body: {} }) });
  }

  /** Told when it is known, and once more when a day is left. */
  #willEnd(secondsLeft: number, status: number | null = null): number {
    const when = secondsLeft < DAY_SECONDS ? 'within a day' : 'in days';
    this.#tell(`the Vault token ends ${when} and cannot be renewed: give another one before`, {
      secondsLeft,
      ...(status !== null && { status }),
    });
    return pause(secondsLeft);
  }

  #isWell(nextMs: number): number {
    this.#lastTold = null;
    return nextMs;
  }

  /** Once for each thing that is wrong. */
  #tell(message: string, facts: object = {}): number {
    if (this.#lastTold !== message) this.log?.error(facts, message);
    this.#lastTold = message;
    return AGAIN_MS;
  }
}

/**
 * A token that something else writes in a file and replaces there (Vault Agent, a sidecar), which renews it as well. The file is read each
 * time Vault is asked, which is seldom; while it cannot be read, the last token read serves.
 */
export class FollowedToken implements VaultToken {
  #last: string | null = null;
  #isTold = false;

  constructor(
    private readonly file: string,
    private readonly log: TokenLog | null,
  ) {}

  async current(): Promise<string> {
    const token = await readFile(this.file, 'utf8').then(
      (text) => text.trim(),
      () => '',
    );
    if (token === '') this.#tell();
    else this.#isTold = false;
    this.#last = token || this.#last;
    if (this.#last === null) throw new StoreUnavailable('the file of the Vault token holds none yet');
    return this.#last;
  }

  #tell(): void {
    if (!this.#isTold) this.log?.error({ file: this.file }, 'the file of the Vault token cannot be read');
    this.#isTold = true;
  }
}

function pause(seconds: number): number {
  return Math.min(Math.max((seconds * SECOND_MS) / 3, SECOND_MS), HOUR_MS);
}

function secondsOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}
