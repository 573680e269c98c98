/**
 * One BAL as it is declared to the Annuaire Santé: the attributes of COMPTESMSS, by the names of the text (tables 14 to 16 and that of CAB).
 * Values are text as they are sent, null when they are not; whether they may be so is for the controls.
 */
export interface Declaration {
  readonly typeBal: string;
  readonly adresseBal: string;
  readonly typeIdentifiantPP: string | null;
  readonly identifiantPP: string | null;
  readonly typeIdentifiantPM: string | null;
  readonly identifiantPM: string | null;
  readonly serviceRattachement: string | null;
  readonly responsable: string | null;
  readonly description: string | null;
  readonly civiliteExercice: string | null;
  readonly nomExercice: string | null;
  readonly prenomExercice: string | null;
  readonly categorieProfessions: string | null;
  readonly profession: string | null;
  readonly specialite: string | null;
  /** `O` or `N`. */
  readonly listeRouge: string | null;
  /** Of a CAB alone: null for any other. */
  readonly cotitulaires: readonly Cotitulaire[] | null;
}

/** One professional of a CAB. */
export interface Cotitulaire {
  readonly typeIdentifiantPP: string | null;
  readonly identifiantPP: string | null;
  readonly nomExercice: string | null;
  readonly prenomExercice: string | null;
  /** `O` for the one who answers for the BAL, else `N`. */
  readonly estResponsable: string | null;
}

export type DeclarationField = keyof Declaration;

/** Codes of TypeIdentifiantPP (G08) and TypeIdentifiantPM (G07) that a declaration may hold. */
export const BY_ADELI = '0';
export const BY_RPPS = '8';
export const BY_ADDRESS = '10';
export const BY_FINESS = '1';
export const BY_SIREN = '2';
export const BY_SIRET = '3';

/** Of a person whom the RPPS or ADELI knows. */
export function isNationalPer({ typeBal, typeIdentifiantPP }: Declaration): boolean {
  return typeBal === 'PER' && (typeIdentifiantPP === BY_ADELI || typeIdentifiantPP === BY_RPPS);
}

/** Of a person without national identifier: told by the address of the BAL. */
export function isInternalPer({ typeBal, typeIdentifiantPP }: Declaration): boolean {
  return typeBal === 'PER' && typeIdentifiantPP === BY_ADDRESS;
}

export function isOfStructure({ typeBal }: Declaration): boolean {
  return typeBal === 'ORG' || typeBal === 'APP';
}

/** What every declaration begins from. */
const NOTHING = {
  typeIdentifiantPP: null,
  identifiantPP: null,
  typeIdentifiantPM: null,
  identifiantPM: null,
  serviceRattachement: null,
  responsable: null,
  description: null,
  civiliteExercice: null,
  nomExercice: null,
  prenomExercice: null,
  categorieProfessions: null,
  profession: null,
  specialite: null,
  cotitulaires: null,
} as const;

/** What the four structures have in common. */
export interface DeclaredAddress {
  readonly adresseBal: string;
  readonly isOnListeRouge: boolean;
}

export interface DeclaredName {
  readonly nomExercice: string;
  readonly prenomExercice: string;
}

/** A person by national identifier. */
export interface NationalIdentity {
  readonly typeIdentifiantPP: typeof BY_ADELI | typeof BY_RPPS;
  readonly identifiantPP: string;
}

/** A structure, by type and number. */
export interface DeclaredStructure {
  readonly typeIdentifiantPM: typeof BY_FINESS | typeof BY_SIREN | typeof BY_SIRET;
  readonly identifiantPM: string;
}

/** Table 14. EX_PBA_5220: attached to the structure where its holder practises, if any. */
export function declareNationalPer(
  bal: DeclaredAddress & DeclaredName & NationalIdentity & { readonly serviceRattachement?: string | null },
  structure: DeclaredStructure | null,
): Declaration {
  const { typeIdentifiantPP, identifiantPP, nomExercice, prenomExercice } = bal;
  // RG_CTR_036: a service is that of a structure.
  const serviceRattachement = (structure && bal.serviceRattachement) ?? null;
  return {
    ...{ ...NOTHING, typeBal: 'PER', typeIdentifiantPP, identifiantPP, nomExercice, prenomExercice },
    ...{ serviceRattachement, ...structure, ...addressOf(bal) },
  };
}

/** What the Annuaire must be told of whom no register knows. */
export interface Practice {
  readonly civiliteExercice: string | null;
  readonly profession: string;
  readonly specialite: string | null;
}

/** Table 15. EX_PBA_5090: whoever has no national identifier is told by the address of the BAL, which the ANS must have approved. */
export function declareInternalPer(
  bal: DeclaredAddress & DeclaredName & Practice & { readonly serviceRattachement: string | null },
  structure: DeclaredStructure,
): Declaration {
  const { nomExercice, prenomExercice, civiliteExercice, profession, specialite, serviceRattachement } = bal;
  return {
    ...{ ...NOTHING, typeBal: 'PER', typeIdentifiantPP: BY_ADDRESS, identifiantPP: bal.adresseBal },
    // RG_CTR_024 admits professionals of health alone, whatever table 15 offers.
    ...{ nomExercice, prenomExercice, civiliteExercice, categorieProfessions: '01', profession, specialite },
    ...{ serviceRattachement, ...structure, ...addressOf(bal) },
  };
}

/** Table 16. EX_GBM_3020: an ORG or APP belongs to a structure, and never tells who shares it. */
export function declareOfStructure(
  bal: DeclaredAddress & {
    readonly typeBal: 'ORG' | 'APP';
    readonly responsable: string;
    readonly description: string;
    readonly serviceRattachement: string | null;
  },
  structure: DeclaredStructure | null,
): Declaration {
  const { typeBal, responsable, description, serviceRattachement } = bal;
  return {
    ...{ ...NOTHING, typeBal, responsable, description, serviceRattachement },
    ...{ ...structure, ...addressOf(bal) },
  };
}

/** §6.4.2.3.3.4. EX_GBM_3030: a CAB tells who shares it, the one who answers for it included. */
export function declareCab(
  bal: DeclaredAddress & { readonly description: string },
  cotitulaires: readonly (NationalIdentity & DeclaredName & { readonly isResponsible: boolean })[],
): Declaration {
  const { description } = bal;
  return {
    ...{ ...NOTHING, typeBal: 'CAB', description, ...addressOf(bal) },
    cotitulaires: cotitulaires.map(({ isResponsible, ...who }) => ({
      ...who,
      estResponsable: yesNo(isResponsible),
    })),
  };
}

function addressOf({ adresseBal, isOnListeRouge }: DeclaredAddress) {
  // EX_PBA_5050
  return { adresseBal, listeRouge: yesNo(isOnListeRouge) };
}

function yesNo(value: boolean): 'O' | 'N' {
  return value ? 'O' : 'N';
}
