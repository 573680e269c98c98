import type { AccessView, Actor, TenantId } from '@cachet/mss-core';
import { showPerson } from '../people/show-person.js';
import { showBalRole } from '../reads/show-bal.js';
import type { BalAccessType } from '../types/access.js';
import { AccessTimeName } from '../types/enums.js';

export function showAccess(view: AccessView, at: Date, tenantId: TenantId): BalAccessType {
  const { id, balId, balAddress, mayRead, maySend, startsAt, endsAt, reason, grantedAt, version } = view;
  return {
    ...{ id, balId, balAddress, mayRead, maySend, startsAt, endsAt, reason, grantedAt, version },
    person: showPerson(view.person, tenantId),
    role: showBalRole(view.role),
    time: timeOf(view, at),
    grantedBy: view.grantedBy && nameOf(view.grantedBy),
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
