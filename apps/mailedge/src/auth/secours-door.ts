import {
  type Means,
  type Outcome,
  type ProvingPorts,
  proveBySecours,
  readSecoursPassword,
  type SecoursPerson,
  type SecoursVault,
} from '@cachet/mss-core';
import { type Clock, newId } from '@cachet/runtime';
import { type Database, PgCompliance, PgRouting, PgSecours } from '@cachet/schema';

/** The way in that does not depend on Pro Santé Connect, as the doors of mail offer it. */
export interface SecoursDoor {
  /** Whether some structure lets its people in so, as last heard: elsewhere nothing shows that it exists. */
  isOpen(): boolean;
  /** Refuses authenticationFailed, whatever is wrong. */
  prove(means: Means, address: string, password: string): Promise<Outcome<SecoursPerson>>;
}

interface SecoursDoorParts {
  readonly database: Database;
  /** Null where the operator configured no key: the door stays closed. */
  readonly vault: SecoursVault | null;
  readonly clock: Clock;
  onFault(fault: unknown): void;
}

/** Joins the door to the database, and keeps up with the switches of structures. */
export async function openSecoursDoor(parts: SecoursDoorParts): Promise<SecoursDoor> {
  const { database, vault, clock } = parts;
  const routing = new PgRouting(database);
  const ports: ProvingPorts = {
    routing,
    vault,
    inTenant: (context, work) =>
      database.withTenant(context, (sql) =>
        work({ secours: new PgSecours(sql), compliance: new PgCompliance(sql) }),
      ),
  };
  const door = (means: Means) =>
    ({ means, at: clock(), correlationId: newId(), remoteAddress: null }) as const;
  let isOpen = false;
  const look = async () => {
    isOpen = vault !== null && (await routing.hasSecours());
  };
  await look();
  // Until the feed is stopped with the database.
  database.changes.subscribe({ topic: 'secours' }, () => void look().catch(parts.onFault));
  return {
    isOpen: () => isOpen,
    prove: (means, address, typed) =>
      proveBySecours(ports, door(means), {
        address,
        password: readSecoursPassword(typed),
        // RFC 6238: authenticators follow the wall clock, and so do we.
        now: new Date(),
      }),
  };
}
