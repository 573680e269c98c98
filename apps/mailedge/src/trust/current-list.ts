import { join } from 'node:path';
import { type IgcListeBlancheVerifier, ListeBlancheCopy, ListeBlancheInForce } from '@cachet/ans';
import type { ListeBlanche } from '@cachet/mss-core';
import { type Database, PgListeBlancheVersions } from '@cachet/schema';
import type { Log } from '../smtp/ports.js';

/** The liste blanche this process decides by, renewed each time the installation accepts a new version. */
export class CurrentListeBlanche {
  readonly #inForce: ListeBlancheInForce;
  #loading: Promise<void> = Promise.resolve();
  #stop: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    verifier: Pick<IgcListeBlancheVerifier, 'loadVerified'>,
    dataFolder: string,
    private readonly log: Log,
  ) {
    this.#inForce = new ListeBlancheInForce({
      verifier,
      latest: () => database.shared((sql) => new PgListeBlancheVersions(sql).latest()),
      xmlOf: (id) => database.shared((sql) => new PgListeBlancheVersions(sql).xmlOf(id)),
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
    this.#stop = this.database.changes.subscribe({ topic: 'listeBlanche' }, () => void this.reload());
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
