import {
  type NewPortalSession,
  openPortalSession,
  type PortalPerson,
  type PortalSessionPorts,
} from '../access/index.js';
import type { Routing } from '../access/ports.js';
import { parseMssAddress } from '../identifiers/index.js';
import { done, type Outcome } from '../outcome/index.js';
import type { ActContext } from '../tenancy/index.js';
import { type ProvingPorts, proveBySecours, type SecoursAttempt } from './prove-by-secours.js';

/** A session of the portal so opened lasts an hour at most: Pro Santé Connect’s outages are to be short. */
export const LONGEST_SECOURS_SESSION_MS = 60 * 60_000;

export type SecoursPortalPorts = Omit<PortalSessionPorts, 'routing'> &
  Omit<ProvingPorts, 'routing'> & { readonly routing: Pick<Routing, 'routesOf' | 'tenantsOf'> };

export interface SecoursSession {
  readonly session: NewPortalSession;
  readonly person: PortalPerson;
}

/**
 * Opens a portal session without Pro Santé Connect, in the one structure whose access de secours it is. Refuses authenticationFailed
 * for whatever was wrong, traced in the structure of the address; and nothingHere.
 */
// RE_LPS_0100, EX_GDT_5060: the trace tells by which means.
export async function openPortalBySecours(
  ports: SecoursPortalPorts,
  door: Omit<ActContext, 'actor' | 'means'>,
  attempt: SecoursAttempt,
  session: NewPortalSession,
): Promise<Outcome<SecoursSession>> {
  const proven = await proveBySecours(ports, { ...door, means: 'portal' }, attempt);
  if (!proven.ok) {
    await traceRefusal(ports, door, attempt.address);
    return proven;
  }
  const { idNat, name, tenantId } = proven.value;
  const person = { idNat, name, acr: null, secoursOf: tenantId };
  const opened = await openPortalSession(ports, door, person, session);
  return opened.ok ? done({ session: opened.value, person }) : opened;
}

async function traceRefusal(
  { routing, acrossTenants }: SecoursPortalPorts,
  door: Omit<ActContext, 'actor' | 'means'>,
  typed: string,
): Promise<void> {
  const address = parseMssAddress(typed);
  const route = address && (await routing.routesOf([address])).get(address);
  if (!route) return;
  const { tenantId, balId } = route;
  const actor = { kind: 'system', name: 'unidentified' } as const;
  await acrossTenants((visit) =>
    visit({ ...door, actor, means: 'portal', tenantId }, ({ journal }) =>
      journal.record([
        {
          kind: 'session.refused',
          outcome: 'authenticationFailed',
          balId,
          facts: { authentication: 'secours', secondFactor: 'TOTP' },
        },
      ]),
    ),
  );
}
