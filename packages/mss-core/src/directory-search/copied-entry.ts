import type { DirectoryBalKind } from './directory-entry.js';

/** One line of a copy of the Annuaire Santé, as it was told: texts are neither corrected nor completed. */
// RE_2.1_5030: data of the Annuaire are never altered.
export interface CopiedEntry {
  readonly address: string;
  readonly kind: DirectoryBalKind;
  /** Of a PER: TypeIdentifiantPP and its number. */
  readonly holderType: string | null;
  readonly holderNumber: string | null;
  readonly title: string | null;
  readonly familyName: string | null;
  readonly givenName: string | null;
  readonly professionCode: string | null;
  readonly professionLabel: string | null;
  readonly specialityCode: string | null;
  readonly specialityLabel: string | null;
  /** TypeIdentifiantPM and its number. */
  readonly structureType: string | null;
  readonly structureNumber: string | null;
  readonly structureName: string | null;
  /** Its other name, over the door. */
  readonly signName: string | null;
  readonly service: string | null;
  readonly description: string | null;
  /** Of a CAB: who shares it. */
  readonly people: string | null;
  readonly postalCode: string | null;
  readonly town: string | null;
  readonly department: string | null;
}

/** The columns of a copied entry, in the order in which they are kept. */
export const COPIED_COLUMNS = [
  ...(['address', 'kind', 'holderType', 'holderNumber', 'title', 'familyName', 'givenName'] as const),
  ...(['professionCode', 'professionLabel', 'specialityCode', 'specialityLabel'] as const),
  ...(['structureType', 'structureNumber', 'structureName', 'signName', 'service', 'description'] as const),
  ...(['people', 'postalCode', 'town', 'department'] as const),
] as const satisfies readonly (keyof CopiedEntry)[];

/** One practice of one professional, as the identities of TM2.1.4A tell it. */
export interface CopiedPractice {
  readonly holderType: string;
  readonly holderNumber: string;
  readonly title: string | null;
  readonly familyName: string;
  readonly givenName: string;
  readonly categoryCode: string | null;
  readonly professionCode: string | null;
  readonly professionLabel: string | null;
  readonly specialityCode: string | null;
  readonly specialityLabel: string | null;
  readonly structureType: string | null;
  readonly structureNumber: string | null;
  readonly structureName: string | null;
  readonly postalCode: string | null;
  readonly town: string | null;
}

export const PRACTICE_COLUMNS = [
  ...(['holderType', 'holderNumber', 'title', 'familyName', 'givenName', 'categoryCode'] as const),
  ...(['professionCode', 'professionLabel', 'specialityCode', 'specialityLabel'] as const),
  ...(['structureType', 'structureNumber', 'structureName', 'postalCode', 'town'] as const),
] as const satisfies readonly (keyof CopiedPractice)[];
