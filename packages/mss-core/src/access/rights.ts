import { announcedAt, type CguStanding } from '../cgu/standing.js';
import type { IdNat, MssAddress } from '../identifiers/index.js';

export type BalKind = 'personal' | 'organisational' | 'applicative';
/** Pending: named, neither receiving nor opened yet. Deleted: content destroyed, traces and accesses kept. */
export type BalState = 'pending' | 'active' | 'suspended' | 'deleted';
export type BalRole = 'responsible' | 'coholder' | 'delegate';

/** A BAL as rules see it. */
export interface Bal {
  readonly id: string;
  readonly address: MssAddress;
  readonly kind: BalKind;
  readonly state: BalState;
  readonly isTest: boolean;
  readonly description: string;
  readonly quotaBytes: number;
  readonly usedBytes: number;
}

/** One person's access to one BAL. A delegate holds `mayRead`/`maySend` as granted; a responsible not habilitated may not read. */
export interface BalAccess {
  readonly balId: string;
  readonly idNat: IdNat;
  readonly role: BalRole;
  readonly mayRead: boolean;
  readonly maySend: boolean;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

/** An access with how its holder stands with the operator's terms: what whoever opens a BAL by it is judged on. */
export interface HeldAccess extends BalAccess {
  /** The same for every access of one person in one tenant: the version in force, and those to come. */
  readonly cgu: readonly CguStanding[];
}

/** What a person may do with a BAL at one moment. */
export interface BalRights {
  readonly role: BalRole;
  readonly mayRead: boolean;
  readonly maySend: boolean;
}

/** What one session may do with the BAL it opened: a person's rights, or those of a structure's software. */
export interface SessionRights extends Omit<BalRights, 'role'> {
  readonly role: BalRole | 'structure';
}

/** The strongest access in force at that moment, or null when the person holds none. */
export function rightsAt(accesses: readonly BalAccess[], at: Date): BalRights | null {
  const inForce = accesses.filter((a) => a.startsAt <= at && (a.endsAt === null || at < a.endsAt));
  const [first] = [...inForce].sort((a, b) => RANK[a.role] - RANK[b.role]);
  if (!first) return null;
  return {
    role: first.role,
    mayRead: inForce.some((a) => a.mayRead),
    maySend: inForce.some((a) => a.maySend),
  };
}

/** The next moment at which these accesses give other rights than now, or null when they never will. */
export function nextRightsChange(accesses: readonly HeldAccess[], at: Date): Date | null {
  const moments = accesses.flatMap((a) => [
    ...[a.startsAt, a.endsAt].filter((m) => m !== null && m > at),
    ...announcedAt(a.cgu, at).map((version) => version.inForceAt),
  ]);
  return moments.reduce((next, m) => (next === null || (m !== null && m < next) ? m : next), null);
}

const RANK: Record<BalRole, number> = { responsible: 0, coholder: 1, delegate: 2 };
