import {
  actsFor,
  COMPLIANCE_EVENTS,
  type ComplianceEvent,
  type DeliveryDirection,
  type DeliveryState,
  type NewTenant,
  type QueueAct,
  type TenantId,
  type TenantKind,
  type TenantRole,
} from '@cachet/mss-core';
import type { DeliveryStep, KnownDelivery, RaisedComplianceEvent } from '@cachet/schema';
import type { ComplianceEventType } from '../types/compliance.js';
import type { DeliveryStepType, DeliveryType } from '../types/delivery.js';
import {
  DeliveryActName,
  DeliveryDirectionName,
  DeliveryStateName,
  DeliveryStepName,
  SeverityName,
  StructureKindName,
  StructureRoleName,
} from '../types/enums.js';
import type { StructureType } from '../types/structure.js';

const KINDS: Record<TenantKind, StructureKindName> = {
  structure: StructureKindName.STRUCTURE,
  practice: StructureKindName.PRACTICE,
  solo: StructureKindName.SOLO,
  operator: StructureKindName.OPERATOR,
};
const ROLES: Record<TenantRole, StructureRoleName> = {
  manager: StructureRoleName.MANAGER,
  auditor: StructureRoleName.AUDITOR,
  operatorAdmin: StructureRoleName.OPERATOR_ADMIN,
};
const DIRECTIONS: Record<DeliveryDirection, DeliveryDirectionName> = {
  inbound: DeliveryDirectionName.INBOUND,
  outbound: DeliveryDirectionName.OUTBOUND,
};
const STATES: Record<DeliveryState, DeliveryStateName> = {
  queued: DeliveryStateName.QUEUED,
  deferred: DeliveryStateName.DEFERRED,
  held: DeliveryStateName.HELD,
  delivered: DeliveryStateName.DELIVERED,
  failed: DeliveryStateName.FAILED,
  cancelled: DeliveryStateName.CANCELLED,
};
const ACTS: Record<QueueAct, DeliveryActName> = {
  hold: DeliveryActName.HOLD,
  release: DeliveryActName.RELEASE,
  retry: DeliveryActName.RETRY,
  cancel: DeliveryActName.CANCEL,
};
const STEPS: Record<DeliveryState | 'accepted', DeliveryStepName> = {
  accepted: DeliveryStepName.ACCEPTED,
  queued: DeliveryStepName.QUEUED,
  deferred: DeliveryStepName.DELAYED,
  held: DeliveryStepName.HELD,
  delivered: DeliveryStepName.DELIVERED,
  failed: DeliveryStepName.FAILED,
  cancelled: DeliveryStepName.CANCELLED,
};
const SEVERITIES: Record<ComplianceEvent['severity'], SeverityName> = {
  info: SeverityName.INFO,
  warning: SeverityName.WARNING,
  critical: SeverityName.CRITICAL,
};

export function showStructure(tenantId: TenantId, { name, kind, finess }: NewTenant): StructureType {
  return { id: tenantId, name, kind: KINDS[kind], finess };
}

export function showRole(role: TenantRole): StructureRoleName {
  return ROLES[role];
}

/** What a delivery shows, whichever way it was read. */
export type ShownDelivery = Omit<DeliveryType, 'direction' | 'state' | 'acts'> &
  Pick<KnownDelivery, 'direction' | 'state'>;

export function showDelivery(row: ShownDelivery): DeliveryType {
  const { id, sender, recipient, size, createdAt, updatedAt, attempts, lastCode, lastText, remoteHost } = row;
  const { tls, nextAttemptAt } = row;
  return {
    ...{ id, sender, recipient, size, createdAt, updatedAt, attempts, lastCode, lastText, remoteHost },
    ...{ tls, nextAttemptAt },
    acts: actsFor(row.direction, row.state).map((act) => ACTS[act]),
    direction: DIRECTIONS[row.direction],
    state: STATES[row.state],
  };
}

/** A step as it is kept, or the acceptance that came before the first one. */
export type ShownStep = Omit<DeliveryStep, 'deliveryId' | 'state'> & {
  readonly state: DeliveryState | 'accepted';
};

export function showStep({ at, state, code, text, remoteHost, tls }: ShownStep): DeliveryStepType {
  return { at, kind: STEPS[state], code, reply: text, remoteHost, tls };
}

/** The step that a delivery in that state has reached. */
export function stepOf(state: DeliveryState): DeliveryStepName {
  return STEPS[state];
}

export function showComplianceEvent({
  id,
  kind,
  severity,
  at,
  facts,
}: RaisedComplianceEvent): ComplianceEventType {
  return {
    ...{ id, kind, at },
    title: COMPLIANCE_EVENTS[kind],
    severity: SEVERITIES[severity],
    facts: Object.entries(facts).map(([name, value]) => ({ name, value: String(value ?? '') })),
  };
}
