import type { AdministeredBal, BalDecision, QuotaLevel, TenantId } from '@cachet/mss-core';
import { showBal } from '../reads/show-bal.js';
import { type AdministeredBalType, BalFullnessName, BalMotiveName } from '../types/administered-bal.js';

const MOTIVES: Record<NonNullable<BalDecision['motive']>, BalMotiveName> = {
  misuse: BalMotiveName.MISUSE,
  security: BalMotiveName.SECURITY,
  structureRequest: BalMotiveName.STRUCTURE_REQUEST,
  ansRequest: BalMotiveName.ANS_REQUEST,
  responsibleGone: BalMotiveName.RESPONSIBLE_GONE,
  departure: BalMotiveName.DEPARTURE,
  notNeeded: BalMotiveName.NOT_NEEDED,
  structureClosed: BalMotiveName.STRUCTURE_CLOSED,
  inactivity: BalMotiveName.INACTIVITY,
  error: BalMotiveName.ERROR,
  other: BalMotiveName.OTHER,
};

const FULLNESS: Record<QuotaLevel, BalFullnessName> = {
  80: BalFullnessName.FILLING,
  95: BalFullnessName.NEARLY_FULL,
  100: BalFullnessName.FULL,
};

/** A BAL and the structure that fields below read more of it in. */
export interface LocatedAdministeredBal extends AdministeredBalType {
  readonly tenantId: TenantId;
}

export function showAdministeredBal(bal: AdministeredBal, tenantId: TenantId): LocatedAdministeredBal {
  const { version, createdAt, finess, isShared, decision, emptiedAt, quotaLevel } = bal;
  return {
    ...{ bal: showBal(bal), version, createdAt, finess, isShared, emptiedAt, tenantId },
    fullness: quotaLevel && FULLNESS[quotaLevel],
    decision: decision && { ...decision, motive: decision.motive && MOTIVES[decision.motive] },
  };
}
