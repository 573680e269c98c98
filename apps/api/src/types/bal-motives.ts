import { DELETION_MOTIVES, SUSPENSION_MOTIVES } from '@cachet/mss-core';
import { registerEnumType } from 'type-graphql';
import { described } from './described.js';

/** Motives as arguments: a suspension has its own, and a deletion. */
export enum BalSuspensionMotiveName {
  MISUSE = 'misuse',
  SECURITY = 'security',
  STRUCTURE_REQUEST = 'structureRequest',
  ANS_REQUEST = 'ansRequest',
  RESPONSIBLE_GONE = 'responsibleGone',
  OTHER = 'other',
}
export enum BalDeletionMotiveName {
  DEPARTURE = 'departure',
  NOT_NEEDED = 'notNeeded',
  STRUCTURE_REQUEST = 'structureRequest',
  STRUCTURE_CLOSED = 'structureClosed',
  INACTIVITY = 'inactivity',
  ERROR = 'error',
  OTHER = 'other',
}
registerEnumType(BalSuspensionMotiveName, {
  name: 'BalSuspensionMotive',
  ...described('Motif de suspension d’une BAL.', 'Why a BAL is suspended.'),
  valuesConfig: wordsOf(BalSuspensionMotiveName, SUSPENSION_MOTIVES),
});
registerEnumType(BalDeletionMotiveName, {
  name: 'BalDeletionMotive',
  ...described('Motif de suppression d’une BAL.', 'Why a BAL is deleted.'),
  valuesConfig: wordsOf(BalDeletionMotiveName, DELETION_MOTIVES),
});

/** Each value in the words that letters use for it. */
function wordsOf<K extends string, M extends string>(
  names: Readonly<Record<K, M>>,
  words: Readonly<Record<M, { readonly fr: string; readonly en: string }>>,
): Record<K, { readonly description: string }> {
  const shown = Object.entries<M>(names).map(([name, motive]) => {
    const { fr, en } = words[motive];
    return [name, described(`${sentence(fr)}.`, `${sentence(en)}.`)] as const;
  });
  return Object.fromEntries(shown) as Record<K, { readonly description: string }>;
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
