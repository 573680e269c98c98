import {
  COMPLIANCE_EVENTS,
  type ComplianceEvent,
  type DeliveryDirection,
  type DeliveryState,
  type TenantRole,
} from '@cachet/mss-core';
import type { Entities, KnownDelivery, RaisedComplianceEvent } from '@cachet/schema';
import type { ComplianceEventType } from '../types/compliance.js';
import type { DeliveryType } from '../types/delivery.js';
import {
  DeliveryDirectionName,
  DeliveryStateName,
  SeverityName,
  StructureKindName,
  StructureRoleName,
} from '../types/enums.js';
import type { StructureType } from '../types/structure.js';

const KINDS: Record<Entities.Tenant['kind'], StructureKindName> = {
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
const SEVERITIES: Record<ComplianceEvent['severity'], SeverityName> = {
  info: SeverityName.INFO,
  warning: SeverityName.WARNING,
  critical: SeverityName.CRITICAL,
};

export function showStructure({ tenantId, name, kind, finess }: Entities.Tenant): StructureType {
  return { id: tenantId, name, kind: KINDS[kind], finess };
}

export function showRole(role: TenantRole): StructureRoleName {
  return ROLES[role];
}

/** What a delivery shows, whichever way it was read. */
export type ShownDelivery = Omit<DeliveryType, 'direction' | 'state'> &
  Pick<KnownDelivery, 'direction' | 'state'>;

export function showDelivery(row: ShownDelivery): DeliveryType {
  const { id, sender, recipient, size, createdAt, updatedAt, attempts, lastCode, lastText, remoteHost } = row;
  return {
    ...{ id, sender, recipient, size, createdAt, updatedAt, attempts, lastCode, lastText, remoteHost },
    direction: DIRECTIONS[row.direction],
    state: STATES[row.state],
  };
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
