import type { AdministrationDesk, Person } from '../administration/ports.js';
import type { BalDesk, BalPolicy } from '../bal/ports.js';
import type { NewId, TenantContext } from '../tenancy/index.js';
import type { RememberingBoard } from '../traceability/index.js';
import type { RegisteredProfessional, RegisterStanding } from './judge-step.js';

/** Somebody of the structure who has a national number, beside what the Annuaire says of it. */
export interface FollowedPerson {
  readonly person: Person;
  readonly standing: RegisterStanding;
  /** Null when it knows nobody by that number. */
  readonly known: RegisteredProfessional | null;
}

export interface KeptStanding {
  readonly personId: string;
  readonly standing: RegisterStanding;
}

/** The people of one structure, within one visit of its tenant. */
export interface StepRoom extends AdministrationDesk, Omit<BalDesk, 'compliance'> {
  readonly compliance: RememberingBoard;
  readonly followed: {
    /** Those who have not left, after that one, in the order of their ids. */
    page(copyId: number, after: string | null, limit: number): Promise<readonly FollowedPerson[]>;
    keep(standings: readonly KeptStanding[]): Promise<void>;
  };
}

export interface StepPorts {
  readonly newId: NewId;
  readonly policy: BalPolicy;
  readonly inRoom: <T>(context: TenantContext, work: (room: StepRoom) => Promise<T>) => Promise<T>;
  /** Somebody who could not be kept in step keeps no other waiting. */
  readonly failed: (context: TenantContext, personId: string, fault: unknown) => void;
}
