import type { ListeBlancheVersion } from '@cachet/mss-core';
import type { Database } from '../database.js';
import { PgListeBlancheVersions } from './pg-liste-blanche-versions.js';

/** The listes blanches accepted by this installation, for a process that decides by the last one. */
export function listeBlancheVersions(database: Database): {
  latest(): Promise<ListeBlancheVersion | null>;
  xmlOf(id: string): Promise<Uint8Array | null>;
  follow(listener: () => void): () => void;
} {
  return {
    latest: () => database.shared((sql) => new PgListeBlancheVersions(sql).latest()),
    xmlOf: (id) => database.shared((sql) => new PgListeBlancheVersions(sql).xmlOf(id)),
    follow: (listener) => database.changes.subscribe({ topic: 'listeBlanche' }, () => listener()),
  };
}
