import type { BalState } from '../access/index.js';

/** What changes the state of a BAL. */
export type BalAct = 'activate' | 'suspend' | 'reactivate' | 'delete';

/**
 * The life of a BAL. One that is pending has its name and its responsible, and neither receives nor opens; deleted is for good: its content
 * is destroyed, its traces and accesses remain.
 */
// RE_GBM_4420, RE_GBM_4440, EX_GBM_6010
const TRANSITIONS: Readonly<Record<BalState, Partial<Record<BalAct, BalState>>>> = {
  pending: { activate: 'active', delete: 'deleted' },
  active: { suspend: 'suspended', delete: 'deleted' },
  suspended: { reactivate: 'active', delete: 'deleted' },
  deleted: {},
};

/** The state after that act, or null when a BAL in this state does not undergo it. */
export function stateAfter(state: BalState, act: BalAct): BalState | null {
  return TRANSITIONS[state][act] ?? null;
}

/** Why a BAL was suspended, as its structure is told. */
export const SUSPENSION_MOTIVES = {
  misuse: { fr: 'usage contraire aux conditions générales', en: 'use against the terms of service' },
  security: { fr: 'risque de sécurité ou compte compromis', en: 'security risk or compromised account' },
  structureRequest: { fr: 'demande de la structure', en: 'request of the structure' },
  ansRequest: { fr: 'demande de l’ANS', en: 'request of the ANS' },
  responsibleGone: { fr: 'responsable parti ou non remplacé', en: 'responsible gone or not replaced' },
  other: { fr: 'autre motif', en: 'other reason' },
} as const;

/** Why a BAL was deleted. */
export const DELETION_MOTIVES = {
  departure: { fr: 'départ du titulaire', en: 'departure of its holder' },
  notNeeded: { fr: 'BAL devenue inutile', en: 'mailbox no longer needed' },
  structureRequest: { fr: 'demande de la structure', en: 'request of the structure' },
  structureClosed: { fr: 'fermeture de la structure', en: 'closing of the structure' },
  inactivity: { fr: 'inactivité depuis un an', en: 'inactivity for a year' },
  error: { fr: 'BAL ouverte par erreur', en: 'mailbox opened by mistake' },
  other: { fr: 'autre motif', en: 'other reason' },
} as const;

export type SuspensionMotive = keyof typeof SUSPENSION_MOTIVES;
export type DeletionMotive = keyof typeof DELETION_MOTIVES;
