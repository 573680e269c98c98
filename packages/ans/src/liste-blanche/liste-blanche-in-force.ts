import { done, type Outcome, refused } from '@cachet/mss-core/outcome';
import type { ListeBlanche, ListeBlancheVersion } from '@cachet/mss-core/trust';
import type { ListeBlancheCopy, StoredListeBlanche } from './liste-blanche-copy.js';
import type { IgcListeBlancheVerifier } from './liste-blanche-verifier.js';

export interface ListeBlancheInForceOptions {
  readonly verifier: Pick<IgcListeBlancheVerifier, 'loadVerified'>;
  /** The newest accepted version of the database, null before the first. May throw when the database is away. */
  latest(): Promise<ListeBlancheVersion | null>;
  /** The bytes of a version. */
  xmlOf(id: string): Promise<Uint8Array | null>;
  /** The copies on disk; null keeps none. */
  readonly copy: Pick<ListeBlancheCopy, 'newestFirst' | 'write'> | null;
  /** Hears of what went wrong while a list could still be used. */
  report(problem: string): void;
}

/** The list a process decides by: verified when loaded, then held in memory. */
export class ListeBlancheInForce {
  private held: { readonly list: ListeBlanche; readonly id: string } | null = null;

  constructor(private readonly options: ListeBlancheInForceOptions) {}

  /** Null until a first list was loaded. */
  get current(): ListeBlanche | null {
    return this.held?.list ?? null;
  }

  /**
   * Loads the newest version: at start, and each time one is announced. When it cannot be had or does not verify, the list held
   * stays, or that of the disk is taken (EX_2.2_5035).
   */
  async load(): Promise<Outcome<ListeBlanche>> {
    const newest = await this.newest();
    const taken = newest && newest.id !== this.held?.id ? await this.takeFromDatabase(newest) : null;
    if (this.held) return done(this.held.list);
    return (await this.takeFromDisk()) ?? taken ?? refused('listeBlancheUnavailable');
  }

  /** The newest that verifies; the last refusal when none does, null when there is none. */
  private async takeFromDisk(): Promise<Outcome<ListeBlanche> | null> {
    let taken: Outcome<ListeBlanche> | null = null;
    for await (const copied of this.options.copy?.newestFirst() ?? []) {
      taken = await this.take(copied);
      if (taken.ok) return taken;
    }
    return taken;
  }

  private async newest(): Promise<ListeBlancheVersion | null> {
    try {
      return await this.options.latest();
    } catch (error) {
      this.options.report(`liste blanche not read from the database: ${messageOf(error)}`);
      return null;
    }
  }

  private async takeFromDatabase(version: ListeBlancheVersion): Promise<Outcome<ListeBlanche> | null> {
    try {
      const xml = await this.options.xmlOf(version.id);
      const taken = xml && (await this.take({ version, xml }));
      if (xml && taken?.ok) await this.copyToDisk({ version, xml });
      return taken;
    } catch (error) {
      this.options.report(`liste blanche not read from the database: ${messageOf(error)}`);
      return null;
    }
  }

  private async take({ version, xml }: StoredListeBlanche): Promise<Outcome<ListeBlanche>> {
    const loaded = await this.options.verifier.loadVerified(xml, version);
    if (loaded.ok) this.held = { list: loaded.value, id: version.id };
    else
      this.options.report(
        `stored liste blanche refused: ${loaded.refusal.detail.objection ?? loaded.refusal.code}`,
      );
    return loaded;
  }

  private async copyToDisk(stored: StoredListeBlanche): Promise<void> {
    try {
      await this.options.copy?.write(stored);
    } catch (error) {
      this.options.report(`liste blanche not copied to disk: ${messageOf(error)}`);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown fault';
}
