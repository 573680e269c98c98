import type { Bal, BalKind, BalRole, BalState } from '@cachet/mss-core';
import type { BalType } from '../types/bal.js';
import { BalKindName, BalRoleName, BalStateName } from '../types/enums.js';

const KINDS: Record<BalKind, BalKindName> = {
  personal: BalKindName.PERSONAL,
  organisational: BalKindName.ORGANISATIONAL,
  applicative: BalKindName.APPLICATIVE,
};
const STATES: Record<BalState, BalStateName> = {
  pending: BalStateName.PENDING,
  active: BalStateName.ACTIVE,
  suspended: BalStateName.SUSPENDED,
  deleted: BalStateName.DELETED,
};
const ROLES: Record<BalRole, BalRoleName> = {
  responsible: BalRoleName.RESPONSIBLE,
  coholder: BalRoleName.COHOLDER,
  delegate: BalRoleName.DELEGATE,
};

export function showBal({
  id,
  address,
  kind,
  state,
  isTest,
  description,
  quotaBytes,
  usedBytes,
}: Bal): BalType {
  return {
    ...{ id, address, isTest, description, quotaBytes, usedBytes },
    kind: KINDS[kind],
    state: STATES[state],
  };
}

export function showBalRole(role: BalRole): BalRoleName {
  return ROLES[role];
}
