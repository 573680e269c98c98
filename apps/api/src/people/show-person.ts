import { identityOf, type Person, type TenantId } from '@cachet/mss-core';
import { IdentityKindName } from '../types/enums.js';
import type { PersonType } from '../types/person.js';

/** A person and what fields below need: in which structure, and what only some may see. */
export interface LocatedPerson extends PersonType {
  readonly tenantId: TenantId;
  readonly hidden: Pick<Person, 'alertAddress'>;
}

const IDENTITIES = {
  rpps: IdentityKindName.RPPS,
  adeli: IdentityKindName.ADELI,
  local: IdentityKindName.LOCAL,
} as const;

export function showPerson(person: Person, tenantId: TenantId): LocatedPerson {
  const { id, idNat, familyName, givenName, leftAt, version, alertAddress } = person;
  return {
    ...{ id, idNat, familyName, givenName, tenantId },
    identity: IDENTITIES[identityOf(idNat)],
    leftAt: leftAt ?? null,
    version: version ?? 1,
    hidden: { alertAddress: alertAddress ?? null },
  };
}
