import {
  type DirectoryAnswer,
  type DirectoryQuery,
  maySearchDirectory,
  type Outcome,
  searchDirectory,
} from '@cachet/mss-core';
import { PgOwnAddresses } from '@cachet/schema';
import type { Container } from '../container.js';
import { connectionOf, LARGEST_PAGE, pageWithin, readPageBy, textOf } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { DirectorySearchConnection } from '../types/directory.js';
import type { PageArguments } from '../types/page.js';
import { showDirectoryEntry, showIncomplete } from './show-directory.js';

/** Searches of BAL, in ours and in the Annuaire Santé. */
export class DirectoryDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
  ) {}

  /** @throws GraphQLError nothingHere, scopeMissing, directoryQueryTooShort, oneDirectionNeeded, inputInvalid. */
  async search(query: DirectoryQuery, page: PageArguments): Promise<DirectorySearchConnection> {
    spoken(await this.#allowed());
    const request = spoken(readPageBy(page, placeIn));
    const answer = spoken(await this.#answer(query));
    const shown = connectionOf(
      pageWithin(answer.entries, request),
      ({ item }) => showDirectoryEntry(item),
      ({ index }) => String(index),
    );
    const { asOf, isTooMany } = answer;
    return { ...shown, asOf, isTooMany, incomplete: answer.incomplete.map(showIncomplete) };
  }

  // Whatever page is asked for, the best hundred are looked for: who needs more is to tell more.
  #answer(query: DirectoryQuery): Promise<Outcome<DirectoryAnswer>> {
    const { directories, database, letters, logger } = this.container;
    return searchDirectory(query, LARGEST_PAGE, {
      sources: directories.sources,
      own: new PgOwnAddresses(database, this.tenants.act),
      patience: () => AbortSignal.timeout(directories.patienceMs),
      isListed: (domain) => letters.listeBlanche()?.hasDomain(domain) ?? null,
      onFault: ({ origin }, fault) => logger.warn({ err: fault, origin }, 'directory not searched'),
    });
  }

  async #allowed(): Promise<Outcome<void>> {
    const { caller } = this.tenants;
    if (caller.kind === 'partner') return maySearchDirectory(caller);
    return maySearchDirectory({ kind: 'person', tenants: (await this.tenants.list()).length });
  }
}

/** Null for a cursor that we did not give. */
function placeIn(cursor: string): number | null {
  const text = textOf(cursor);
  return /^\d{1,3}$/.test(text) ? Number(text) : null;
}
