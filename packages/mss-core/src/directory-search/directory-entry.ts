import type { MssAddress } from '../identifiers/index.js';

/** Where an entry was read. `local`: among the BAL of this installation; the others are copies or answers of the Annuaire Santé. */
export type DirectoryOrigin = 'local' | 'extraction' | 'ldap' | 'fhir';

/** Kinds of BAL that the Annuaire Santé knows; `other` keeps what a newer one would say. */
export type DirectoryBalKind = 'PER' | 'ORG' | 'APP' | 'CAB' | 'other';

/** How well an entry answers the question, best first. `contains`: in the middle of a word; `close`: but for a letter. */
export const MATCHES = ['exact', 'prefix', 'contains', 'close'] as const;
export type DirectoryMatch = (typeof MATCHES)[number];

/** A code of a terminology with what it says; either may be missing in what a source gives. */
export interface DirectoryTerm {
  readonly code: string | null;
  readonly label: string | null;
}

/** Where the BAL belongs, or where who holds it practises. */
export interface DirectoryPlace {
  /** As `type` and `number` of TypeIdentifiantPM: FINESS, SIREN or SIRET. */
  readonly structure: { readonly type: string; readonly number: string } | null;
  readonly name: string | null;
  readonly service: string | null;
  readonly postalCode: string | null;
  readonly town: string | null;
}

/** One BAL as a directory shows it. */
export interface DirectoryEntry {
  readonly address: MssAddress;
  readonly kind: DirectoryBalKind;
  readonly origin: DirectoryOrigin;
  /** The day of what is told: of the copy, or of the answer. */
  readonly asOf: Date;
  /** Of this installation, wherever it was read. */
  readonly isLocal: boolean;
  readonly match: DirectoryMatch;
  /** Of a PER: the national identifier of who holds it, as `type` and `number` of TypeIdentifiantPP. */
  readonly holder: { readonly type: string; readonly number: string } | null;
  readonly title: string | null;
  readonly familyName: string | null;
  readonly givenName: string | null;
  readonly profession: DirectoryTerm | null;
  readonly speciality: DirectoryTerm | null;
  readonly description: string | null;
  /** One in most cases; a BAL that several structures share is told once with all of them. */
  readonly places: readonly DirectoryPlace[];
}
