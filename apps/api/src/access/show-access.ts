import { type AccessView, type Actor, identityOf, type Person } from '@cachet/mss-core';
import { showBalRole } from '../reads/show-bal.js';
import type { BalAccessType } from '../types/access.js';
import { AccessTimeName, IdentityKindName } from '../types/enums.js';
import type { PersonType } from '../types/person.js';

export function showAccess(view: AccessView, at: Date): BalAccessType {
  const { id, balId, balAddress, mayRead, maySend, startsAt, endsAt, reason, grantedAt, version } = view;
  return {
    ...{ id, balId, balAddress, mayRead, maySend, startsAt, endsAt, reason, grantedAt, version },
    person: showPerson(view.person),
    role: showBalRole(view.role),
    time: timeOf(view, at),
    grantedBy: view.grantedBy && nameOf(view.grantedBy),
  };
}

const IDENTITIES = {
  rpps: IdentityKindName.RPPS,
  adeli: IdentityKindName.ADELI,
  local: IdentityKindName.LOCAL,
} as const;

export function showPerson({ id, idNat, familyName, givenName, leftAt, version }: Person): PersonType {
  return {
    ...{ id, idNat, familyName, givenName },
    identity: IDENTITIES[identityOf(idNat)],
    leftAt: leftAt ?? null,
    version: version ?? 1,
  };
}

function timeOf({ startsAt, endsAt }: Pick<AccessView, 'startsAt' | 'endsAt'>, at: Date): AccessTimeName {
  if (endsAt !== null && endsAt <= at) return AccessTimeName.PAST;
  return startsAt > at ? AccessTimeName.FUTURE : AccessTimeName.PRESENT;
}

/** The name of who acted, as people know them. */
function nameOf(actor: Actor): string {
  if (actor.kind === 'person' || actor.kind === 'partner') return actor.name;
  return actor.kind === 'system' ? 'Opérateur' : actor.dn;
}
