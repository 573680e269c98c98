import type { TenantRole } from '../access/index.js';
import type { MailPath } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { Journal } from '../traceability/index.js';
import type { MalwarePolicy } from './malware-policy.js';
import type { DeliveryDirection, ReceivedMessage } from './ports.js';
import type { Infection } from './scanning.js';

/** An infected letter as one structure keeps it: facts for people, bytes for nobody here. */
export interface QuarantinedLetter extends Infection {
  readonly id: string;
  readonly direction: DeliveryDirection;
  readonly sender: MailPath | null;
  /** Those of this structure for a letter received, all of them for a letter sent. */
  readonly recipients: readonly MailPath[];
  readonly treatment: 'refuse' | 'strip';
  readonly size: number;
  readonly sha256: string;
  /** From then on nothing of it is kept but its traces. */
  readonly expiresAt: Date;
}

/** What malware needs inside one tenant. Nothing here gives the bytes of a quarantined letter back. */
export interface MalwareDesk {
  policy(): Promise<MalwarePolicy>;
  setPolicy(policy: MalwarePolicy): Promise<void>;
  /** Seals the bytes; only the facts when the tenant's quarantine is full. Answers whether the bytes were kept. */
  quarantine(letter: QuarantinedLetter, message: ReceivedMessage): Promise<boolean>;
  /** Whether these very bytes of that sender were put there, destroyed since or not. */
  knows(letter: Pick<QuarantinedLetter, 'sender' | 'sha256'>): Promise<boolean>;
  /** Destroys the bytes, keeps the facts until they expire. False when there is no such letter, or no bytes any more. */
  destroy(id: string): Promise<boolean>;
}

export interface QuarantineDesk {
  readonly malware: MalwareDesk;
  readonly journal: Journal;
}

/** Who acts on a structure's quarantine: a person by their roles there; a key never does. */
export type QuarantineKeeper =
  | { readonly kind: 'person'; readonly roles: readonly TenantRole[] }
  | { readonly kind: 'partner' };

/**
 * Destroys a quarantined letter before its time. There is no release: what was found infected never reaches a BAL.
 * Refuses notFound, forbidden.
 */
// EX_SSI_5090: the manager sees that something was blocked and may destroy it; nobody reads it here.
export async function destroyQuarantined(
  { malware, journal }: QuarantineDesk,
  keeper: QuarantineKeeper,
  id: string | null,
): Promise<Outcome<string>> {
  const allowed = mayKeepQuarantine(keeper);
  if (!allowed.ok) return allowed;
  if (id === null || !(await malware.destroy(id))) return refused('notFound');
  await journal.record([{ kind: 'quarantine.destroyed', outcome: 'ok', facts: { quarantineId: id } }]);
  return done(id);
}

/** Says what this structure wants done with infected letters from now on. Refuses notFound, forbidden. */
export async function setMalwarePolicy(
  { malware, journal }: QuarantineDesk,
  keeper: QuarantineKeeper,
  policy: MalwarePolicy,
): Promise<Outcome<void>> {
  const allowed = mayKeepQuarantine(keeper);
  if (!allowed.ok) return allowed;
  await malware.setPolicy(policy);
  await journal.record([{ kind: 'malwarePolicy.changed', outcome: 'ok', facts: { ...policy } }]);
  return done(undefined);
}

/** Refuses notFound to whoever has nothing to see there, forbidden to whoever may only look. */
export function mayKeepQuarantine(keeper: QuarantineKeeper): Outcome<void> {
  if (keeper.kind === 'partner') return refused('forbidden');
  if (keeper.roles.length === 0) return refused('notFound');
  const may = keeper.roles.includes('manager') || keeper.roles.includes('operatorAdmin');
  return may ? done(undefined) : refused('forbidden');
}
