import { join } from 'node:path';
import type { ListeBlanche, ListeBlancheVersion } from '@cachet/mss-core';
import { ListeBlancheCopy } from './liste-blanche-copy.js';
import { ListeBlancheInForce } from './liste-blanche-in-force.js';
import type { IgcListeBlancheVerifier } from './liste-blanche-verifier.js';

/** The versions that the installation accepted. */
export interface AcceptedListesBlanches {
  latest(): Promise<ListeBlancheVersion | null>;
  xmlOf(id: string): Promise<Uint8Array | null>;
  /** Calls the listener after each new one; answers how to stop. */
  follow(listener: () => void): () => void;
}

interface Log {
  info(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** The liste blanche this process decides by, renewed each time the installation accepts a new version. */
export class CurrentListeBlanche {
  readonly #inForce: ListeBlancheInForce;
  #loading: Promise<void> = Promise.resolve();
  #stop: () => void = () => undefined;

  constructor(
    private readonly versions: AcceptedListesBlanches,
    verifier: Pick<IgcListeBlancheVerifier, 'loadVerified'>,
    dataFolder: string,
    private readonly log: Log,
  ) {
    this.#inForce = new ListeBlancheInForce({
      verifier,
      latest: () => versions.latest(),
      xmlOf: (id) => versions.xmlOf(id),
      copy: new ListeBlancheCopy(join(dataFolder, 'liste-blanche')),
      report: (problem) => log.error({ problem }, 'liste blanche not loaded'),
    });
  }

  /** In memory and immediate; null before a first list could be verified. */
  current(): ListeBlanche | null {
    return this.#inForce.current;
  }

  /** Loads the list in force, then follows every new version. */
  async start(): Promise<void> {
    this.#stop = this.versions.follow(() => void this.reload());
    await this.reload();
  }

  stop(): void {
    this.#stop();
  }

  /** One loading at a time: of two announcements, the later one wins. */
  reload(): Promise<void> {
    this.#loading = this.#loading.then(() => this.#load());
    return this.#loading;
  }

  async #load(): Promise<void> {
    const before = this.#inForce.current;
    await this.#inForce.load();
    const list = this.#inForce.current;
    if (list && list !== before) this.log.info({ domains: list.domainCount }, 'liste blanche in use');
  }
}
