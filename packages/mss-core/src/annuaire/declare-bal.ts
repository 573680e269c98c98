import type { BalKind, BalState } from '../access/index.js';
import type { TenantKind } from '../administration/ports.js';
import { type DirectoryKind, directoryKindOf } from '../bal/directory-kind.js';
import {
  domainOf,
  type Finess,
  formOf,
  type IdNat,
  type MssAddress,
  PATIENT_DOMAIN,
} from '../identifiers/index.js';
import {
  BY_ADELI,
  BY_FINESS,
  BY_RPPS,
  type Declaration,
  type DeclaredStructure,
  declareCab,
  declareInternalPer,
  declareNationalPer,
  declareOfStructure,
  type NationalIdentity,
  type Practice,
} from './declaration.js';

/** Somebody who holds one of our BAL now, and reads or answers for it. */
export interface OwnHolder {
  readonly idNat: IdNat;
  readonly familyName: string;
  readonly givenName: string;
  readonly role: 'responsible' | 'coholder';
}

/** One of our BAL with what its declaration needs. */
export interface OwnBal {
  readonly id: string;
  readonly address: MssAddress;
  readonly kind: BalKind;
  readonly state: BalState;
  readonly isTest: boolean;
  readonly description: string;
  /** The place it is attached to. */
  readonly finess: Finess | null;
  /** Why it is on the liste rouge: any one is enough. */
  readonly listeRouge: readonly ListeRougeCause[];
  /** ServiceRattachement. */
  readonly service: string | null;
  /** 1 for the one to write to first among those of its holder. */
  readonly rank: number | null;
  /** Practice of a holder whom no register knows, once the ANS approved it; null before. */
  readonly approved: Practice | null;
  readonly tenantKind: TenantKind;
  /** Who answers for it first, then by name. */
  readonly holders: readonly OwnHolder[];
}

/** EX_PBA_5040: what its holders chose. EX_GBM_4440: nobody opens it. And an applicative BAL that its structure keeps out of sight. */
export type ListeRougeCause = 'choice' | 'inactivity' | 'structure';

/** Why a BAL of ours is not declared. */
export type LeftOutReason =
  | 'test'
  | 'notOpen'
  | 'patient'
  | 'nobodyAnswers'
  /** The ANS can approve an internal identifier. */
  | 'holderNotNational'
  /** It can not before the BAL has a place. */
  | 'holderWithoutPlace'
  /** A CAB has no room for anybody whom no register knows. */
  | 'practiceNotNational';

export type OwnDeclaration =
  | { readonly kind: 'declared'; readonly declaration: Declaration }
  | { readonly kind: 'leftOut'; readonly reason: LeftOutReason };

/** Longest of the texts of tables 14 to 16. */
const LONGEST_TEXT = 160;

/** How one of our BAL is declared to the Annuaire, or why it is not. */
// EX_PBA_5010: every open BAL is, test BAL and those of patients excepted. EX_PBA_5030: we hold no distribution list, an address is one BAL.
export function declareBal(bal: OwnBal): OwnDeclaration {
  // EX_PBA_5230
  if (bal.isTest) return leftOut('test');
  // EX_PBA_5140: absent from the feed, and not merely on the liste rouge.
  if (bal.state !== 'active') return leftOut('notOpen');
  if (domainOf(bal.address) === PATIENT_DOMAIN) return leftOut('patient');
  const responsible = bal.holders.find(({ role }) => role === 'responsible');
  if (!responsible) return leftOut('nobodyAnswers');
  switch (kindOf(bal)) {
    case 'PER':
      return declarePersonal(bal, responsible);
    case 'CAB':
      return declarePractice(bal, responsible);
    case 'ORG':
      return declared(
        declareOfStructure({ ...ofStructure(bal, responsible), typeBal: 'ORG' }, structureOf(bal)),
      );
    case 'APP':
      return declared(
        declareOfStructure({ ...ofStructure(bal, responsible), typeBal: 'APP' }, structureOf(bal)),
      );
  }
}

// EX_PBA_5012: a structure without FINESS may link a place to any BAL; a CAB has no room for it, an ORG has.
function kindOf({ kind, tenantKind, finess }: OwnBal): DirectoryKind {
  const plain = directoryKindOf(kind, tenantKind);
  return plain === 'CAB' && finess !== null ? 'ORG' : plain;
}

// EX_PBA_5090: the national identifier of whoever has one; anybody else needs the approval of the ANS, and a structure.
function declarePersonal(bal: OwnBal, responsible: OwnHolder): OwnDeclaration {
  const identity = nationalOf(responsible.idNat);
  const structure = structureOf(bal);
  const { service: serviceRattachement, approved } = bal;
  const own = { ...addressOf(bal), ...nameOf(responsible), serviceRattachement };
  // EX_PBA_5220: attached to the place of its structure; without one, it is « de ville ».
  if (identity) return declared(declareNationalPer({ ...own, ...identity }, structure));
  if (!structure) return leftOut('holderWithoutPlace');
  if (!approved) return leftOut('holderNotNational');
  return declared(declareInternalPer({ ...own, ...approved }, structure));
}

function declarePractice(bal: OwnBal, responsible: OwnHolder): OwnDeclaration {
  if (!nationalOf(responsible.idNat)) return leftOut('practiceNotNational');
  // Those whom no register knows share the BAL without being told: the table has no room for them.
  const holders = bal.holders.flatMap((holder) => {
    const identity = nationalOf(holder.idNat);
    return identity ? [{ ...identity, ...nameOf(holder), isResponsible: holder === responsible }] : [];
  });
  return declared(declareCab({ ...addressOf(bal), description: bal.description }, holders));
}

function ofStructure(bal: OwnBal, { givenName, familyName }: OwnHolder) {
  return {
    ...addressOf(bal),
    responsable: `${givenName} ${familyName}`.slice(0, LONGEST_TEXT),
    description: bal.description,
    serviceRattachement: bal.service,
  };
}

function nationalOf(idNat: IdNat): NationalIdentity | null {
  const form = formOf(idNat);
  switch (form.kind) {
    case 'rpps':
      return { typeIdentifiantPP: BY_RPPS, identifiantPP: form.rpps };
    case 'adeli':
      return { typeIdentifiantPP: BY_ADELI, identifiantPP: form.adeli };
    case 'employee':
    case 'other':
      return null;
  }
}

function structureOf({ finess }: OwnBal): DeclaredStructure | null {
  return finess === null ? null : { typeIdentifiantPM: BY_FINESS, identifiantPM: finess };
}

function addressOf({ address, listeRouge }: OwnBal) {
  return { adresseBal: address, isOnListeRouge: listeRouge.length > 0 };
}

function nameOf({ familyName, givenName }: OwnHolder) {
  return { nomExercice: familyName, prenomExercice: givenName };
}

function declared(declaration: Declaration): OwnDeclaration {
  return { kind: 'declared', declaration };
}

function leftOut(reason: LeftOutReason): OwnDeclaration {
  return { kind: 'leftOut', reason };
}

/** Professionals and structures that the declarations of these BAL name, by type and number: what to ask a copy of the Annuaire about. */
export function namedBy(bals: Iterable<OwnBal>): NamedByDeclarations {
  const declarations = [...bals].map(declareBal).flatMap((own) => (own.kind === 'declared' ? [own] : []));
  return namedByDeclarations(declarations);
}

export function namedByDeclarations(
  batch: Iterable<{ readonly declaration: Declaration }>,
): NamedByDeclarations {
  const professionals: TypeAndNumber[] = [];
  const places = new Map<string, TypeAndNumber>();
  for (const { declaration } of batch) {
    for (const { typeIdentifiantPP: type, identifiantPP: number } of [
      declaration,
      ...(declaration.cotitulaires ?? []),
    ])
      if (number !== null && (type === BY_RPPS || type === BY_ADELI)) professionals.push({ type, number });
    const { typeIdentifiantPM: type, identifiantPM: number } = declaration;
    if (type !== null && number !== null) places.set(`${type} ${number}`, { type, number });
  }
  return { professionals, structures: [...places.values()] };
}

export interface TypeAndNumber {
  readonly type: string;
  readonly number: string;
}

export interface NamedByDeclarations {
  readonly professionals: readonly TypeAndNumber[];
  readonly structures: readonly TypeAndNumber[];
}
