import type { Bal, BalKind, BalState } from '../access/index.js';
import type { AdministrationDesk, Person, TenantKind } from '../administration/ports.js';
import type { Finess, IdNat, MssAddress } from '../identifiers/index.js';
import type { QuotaLevel } from '../messaging/quota.js';
import type { ComplianceBoard } from '../traceability/index.js';
import type { DeletionMotive, SuspensionMotive } from './bal-life.js';

/** Why a BAL is in its state, and who decided it. */
export interface BalDecision {
  readonly motive: SuspensionMotive | DeletionMotive | null;
  readonly note: string | null;
  readonly by: string;
  readonly at: Date;
}

/** A BAL as those who administer it see it: nothing of its content. */
export interface AdministeredBal extends Bal {
  readonly version: number;
  readonly createdAt: Date;
  readonly finess: Finess | null;
  /** It serves several places of the structure. */
  readonly isShared: boolean;
  /** Null for a BAL that was always active. */
  readonly decision: BalDecision | null;
  /** The highest threshold of its quota that it reached, as its holders were told; null below all of them. */
  readonly quotaLevel: QuotaLevel | null;
  /** When nothing was left of what a deleted BAL held. */
  readonly emptiedAt: Date | null;
}

/** What a BAL is opened with, its address and FINESS number judged. */
export interface OpenedWith {
  readonly id: string;
  readonly address: MssAddress;
  readonly kind: BalKind;
  readonly state: 'pending' | 'active';
  readonly isTest: boolean;
  readonly description: string;
  readonly quotaBytes: number;
  readonly finess: Finess | null;
  readonly isShared: boolean;
  /** Who will answer for it: an address that rests may go back to them. Null for a BAL of the operator’s that nobody holds. */
  readonly responsible: IdNat | null;
}

/** Whether an address may be given to that person now. */
export type AddressState =
  | { readonly kind: 'free' }
  | { readonly kind: 'taken' }
  | { readonly kind: 'resting'; readonly until: Date };

/** What people change of a BAL. */
export interface BalChange {
  readonly description: string;
  readonly quotaBytes: number;
  readonly finess: Finess | null;
  readonly isShared: boolean;
}

/** The BAL of one tenant, as they are administered; changes are announced to whoever holds the BAL. */
export interface BalEstate {
  /** Until the transaction ends, nobody else changes that BAL's life. */
  hold(balId: string): Promise<AdministeredBal | null>;
  /** What the addresses lead to, in whichever tenant, for whoever would have them. */
  addressStates(
    addresses: readonly MssAddress[],
    wantedBy: IdNat | null,
  ): Promise<ReadonlyMap<MssAddress, AddressState>>;
  /** Test BAL of the whole installation, those that answer by themselves excepted; until the transaction ends, nobody adds one. */
  countTestBals(): Promise<number>;
  /** With its special folders and its route. */
  open(bal: OpenedWith, newFolderId: () => string): Promise<AddressState>;
  change(balId: string, version: number, change: BalChange): Promise<boolean>;
  /** False when it is no longer at that version. */
  enter(
    balId: string,
    version: number,
    state: Exclude<BalState, 'deleted'>,
    decision: BalDecision,
  ): Promise<boolean>;
  /** Ends its accesses, lets its address rest until then, and asks for its content to be destroyed. False as above. */
  remove(balId: string, version: number, decision: BalDecision, freeAt: Date): Promise<boolean>;
  /** People whose names hold no word but these. */
  peopleNamed(words: readonly string[]): Promise<readonly Pick<Person, 'givenName' | 'familyName'>[]>;
  /** The kind and FINESS numbers of the structure. */
  structure(): Promise<StructureIdentity>;
  /** Inboxes of the managers and of who answers for that BAL, if one is told: their own personal BAL in service, that BAL itself left out. */
  inboxesOfHeads(balId: string | null): Promise<readonly Pick<Bal, 'id' | 'address'>[]>;
}

export interface StructureIdentity {
  readonly kind: TenantKind;
  readonly finess: string | null;
  readonly places: readonly string[];
}

/** What managing BAL needs, within one transaction. */
export interface BalDesk
  extends Pick<
    AdministrationDesk,
    'tenants' | 'people' | 'roles' | 'bals' | 'accesses' | 'journal' | 'notices'
  > {
  readonly estate: BalEstate;
  readonly compliance: ComplianceBoard;
}

/** What the operator decided for all structures. */
export interface BalPolicy {
  /** Test BAL of the whole installation at most. */
  readonly testBals: number;
  /** How long the address of a deleted BAL rests before another person has it. */
  readonly addressRestMs: number;
}
