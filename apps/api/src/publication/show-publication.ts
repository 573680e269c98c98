import {
  CONTROL_RULES,
  type ControlRule,
  type Declaration,
  type DeclarationField,
  emptyFeed,
  type Feed,
  type FeedEntry,
  type LeftOutReason,
  type ListeRougeCause,
} from '@cachet/mss-core';
import type { BalDeclarationType } from '../types/bal-declaration.js';
import {
  ListeRougeCauseName,
  PublicationExclusionReason,
  type PublicationFindingType,
  type PublicationPreviewType,
  PublicationSubject,
} from '../types/publication.js';

/** Why the next feed says nothing of a BAL: it is left out, its domain leaves, or it would have the whole message refused. */
export type UntoldReason = LeftOutReason | 'domainWithdrawn' | 'keptBack';

const REASONS: Record<UntoldReason, PublicationExclusionReason> = {
  test: PublicationExclusionReason.TEST,
  notOpen: PublicationExclusionReason.NOT_OPEN,
  patient: PublicationExclusionReason.PATIENT,
  nobodyAnswers: PublicationExclusionReason.NOBODY_ANSWERS,
  holderNotNational: PublicationExclusionReason.HOLDER_NOT_NATIONAL,
  holderWithoutPlace: PublicationExclusionReason.HOLDER_WITHOUT_PLACE,
  practiceNotNational: PublicationExclusionReason.PRACTICE_NOT_NATIONAL,
  domainWithdrawn: PublicationExclusionReason.DOMAIN_WITHDRAWN,
  keptBack: PublicationExclusionReason.KEPT_BACK,
};

/** Where people correct what the Annuaire judges. */
const SUBJECTS: Record<DeclarationField, PublicationSubject> = {
  typeBal: PublicationSubject.KIND,
  adresseBal: PublicationSubject.ADDRESS,
  typeIdentifiantPP: PublicationSubject.HOLDERS,
  identifiantPP: PublicationSubject.HOLDERS,
  typeIdentifiantPM: PublicationSubject.PLACE,
  identifiantPM: PublicationSubject.PLACE,
  serviceRattachement: PublicationSubject.PLACE,
  responsable: PublicationSubject.HOLDERS,
  description: PublicationSubject.DESCRIPTION,
  civiliteExercice: PublicationSubject.HOLDERS,
  nomExercice: PublicationSubject.HOLDERS,
  prenomExercice: PublicationSubject.HOLDERS,
  categorieProfessions: PublicationSubject.HOLDERS,
  profession: PublicationSubject.HOLDERS,
  specialite: PublicationSubject.HOLDERS,
  listeRouge: PublicationSubject.LISTE_ROUGE,
  cotitulaires: PublicationSubject.HOLDERS,
};

const CAUSES: Record<ListeRougeCause, ListeRougeCauseName> = {
  choice: ListeRougeCauseName.CHOICE,
  inactivity: ListeRougeCauseName.INACTIVITY,
  structure: ListeRougeCauseName.STRUCTURE,
};

export function showListeRougeCause(cause: ListeRougeCause): ListeRougeCauseName {
  return CAUSES[cause];
}

/** A preview and its findings, which a field below pages through. */
export interface WholePreview extends PublicationPreviewType {
  readonly findingsInOrder: readonly PublicationFindingType[];
}

export function showFeed(feed: Feed): WholePreview {
  const { domain, entries, keptBack, leftOut } = feed;
  const blocked = entries.filter(({ findings }) => findings.isBlocked);
  const warned = entries.filter(({ findings }) => !findings.isBlocked && findings.broken.length > 0);
  const byReason = Map.groupBy(leftOut, ({ reason }) => reason);
  return {
    ...{ domain, declared: entries.length, blocked: blocked.length, warned: warned.length },
    onListeRouge: entries.filter(({ declaration }) => declaration.listeRouge === 'O').length,
    keptBack: keptBack.length,
    exclusions: [...byReason].map(([reason, bals]) => ({ reason: REASONS[reason], count: bals.length })),
    unchecked: CONTROL_RULES.filter(({ needsDirectory }) => needsDirectory).map(({ id }) => id),
    findingsInOrder: [...keptBack, ...blocked, ...warned].flatMap(findingsOf),
  };
}

/** Nothing is declared of a domain that is being withdrawn, whatever BAL it has. */
// EX_GBM_6020
export function showWithdrawn(domain: string, count: number): WholePreview {
  const exclusions = count === 0 ? [] : [{ reason: REASONS.domainWithdrawn, count }];
  return { ...showFeed(emptyFeed(domain)), exclusions };
}

function findingsOf({ balId, declaration, findings }: FeedEntry): readonly PublicationFindingType[] {
  return findings.broken.map((rule) => showFinding(rule, { balId, address: declaration.adresseBal }));
}

export function showFinding(
  rule: ControlRule,
  bal: { readonly balId: string; readonly address: string },
): PublicationFindingType {
  const { id, code, severity, field, message, remedy } = rule;
  return {
    ...{ ...bal, rule: id, code, isBlocking: severity === 'blocking', subject: SUBJECTS[field] },
    ...{ message: message.fr, messageEn: message.en, remedy: remedy.fr, remedyEn: remedy.en },
  };
}

export function showExclusion(reason: UntoldReason): PublicationExclusionReason {
  return REASONS[reason];
}

/** What a feed says of a BAL, in the words of people. */
export function showDeclaration(said: Declaration): BalDeclarationType {
  return {
    ...{ familyName: said.nomExercice, givenName: said.prenomExercice, identifier: said.identifiantPP },
    ...{ place: said.identifiantPM, service: said.serviceRattachement, responsible: said.responsable },
    ...{ description: said.description, civility: said.civiliteExercice, profession: said.profession },
    speciality: said.specialite,
    coholders: (said.cotitulaires ?? []).map((each) => ({
      ...{ familyName: each.nomExercice, givenName: each.prenomExercice, identifier: each.identifiantPP },
      isResponsible: each.estResponsable === 'O',
    })),
  };
}
