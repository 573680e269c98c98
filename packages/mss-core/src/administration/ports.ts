import type { Bal, BalAccess, BalKind, BalStore, Network, TenantRole } from '../access/index.js';
import type { IdNat, MssAddress, StructureIdNat } from '../identifiers/index.js';
import type { SendingLimits } from '../messaging/sending-pace.js';
import type { Actor } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';

/** An end user or manager, as one tenant knows them. */
export interface Person {
  readonly id: string;
  readonly idNat: IdNat;
  readonly familyName: string;
  readonly givenName: string;
  /** Since when they are no longer of the tenant. */
  readonly leftAt?: Date | null;
  /** Where warnings reach them outside the trust space. */
  readonly alertAddress?: string | null;
  /** Counts the changes; 1 unless told. */
  readonly version?: number;
}

export interface PersonStore {
  byIdNat(idNat: IdNat): Promise<Person | null>;
  byId(personId: string): Promise<Person | null>;
  /** Also leads from the person to this tenant, for when they sign in. */
  add(person: Person): Promise<void>;
  /** Names and alert address. False when the person is no longer at that version. */
  update(person: Person): Promise<boolean>;
  /**
   * No longer of the tenant from now on: signing in leads here no more, portal sessions and the access de secours end. False when the person
   * is no longer at that version.
   */
  leave(person: Person): Promise<boolean>;
  /** Of the tenant again, with these names. */
  comeBack(person: Person): Promise<void>;
}

export interface NewTenantRole {
  readonly id: string;
  readonly personId: string;
  readonly role: TenantRole;
}

export interface RoleStore {
  rolesOf(idNat: IdNat): Promise<readonly TenantRole[]>;
  add(role: NewTenantRole): Promise<void>;
  /** Those who hold it; until the transaction ends, nobody else gives or takes that role. */
  holdersOf(role: TenantRole): Promise<readonly IdNat[]>;
  /** What the role held open is judged again. */
  remove(personId: string, role: TenantRole): Promise<void>;
}

/** What a client of the operator is: a structure with FINESS, a group practice, a professional alone, or the operator itself. */
export type TenantKind = 'structure' | 'practice' | 'solo' | 'operator';

export interface NewTenant {
  readonly name: string;
  readonly kind: TenantKind;
  readonly finess: string | null;
}

/** The tenant of the context, and its domains. */
export interface TenantRegister {
  /** False when this tenant exists, or when it would be a second operator's own tenant. */
  add(tenant: NewTenant): Promise<boolean>;
  hasDomain(domain: string): Promise<boolean>;
  kind(): Promise<TenantKind>;
  /** The FINESS number of a structure; null for whoever has none. */
  finess(): Promise<string | null>;
  addDomain(domain: string): Promise<void>;
}

export interface NewBal {
  readonly id: string;
  readonly address: MssAddress;
  readonly kind: BalKind;
  readonly isTest: boolean;
  readonly description: string;
  /** Octets. */
  readonly quotaBytes: number;
}

/** An access as it is kept, whatever its time. */
export interface KeptAccess extends BalAccess {
  readonly id: string;
  readonly personId: string;
  readonly version: number;
  readonly reason: string;
  /** Null for accesses opened before this was kept. */
  readonly grantedBy: Actor | null;
  readonly grantedAt: Date;
}

/** The same with the person and the BAL it ties. */
export interface AccessView extends KeptAccess {
  readonly balAddress: MssAddress;
  readonly person: Person;
}

/** Opening of BAL and accesses, announced to the sessions that hold the BAL. */
export interface BalRegister extends BalStore {
  /** With its special folders and its route. False when the address is taken, in whichever tenant. */
  add(bal: NewBal, newFolderId: () => string): Promise<boolean>;
  /** Lets the certificates of that structure open the BAL. */
  addStructure(balId: string, idNat: StructureIdNat): Promise<void>;
  /** False when it was not authorised. */
  removeStructure(balId: string, idNat: StructureIdNat): Promise<boolean>;
}

/** The accesses of people to the BAL of one tenant; each change is announced to the sessions that hold the BAL. */
export interface AccessRegister {
  /** Until the transaction ends, nobody else changes the accesses to that BAL. */
  hold(balId: string): Promise<void>;
  add(
    id: string,
    personId: string,
    access: Omit<BalAccess, 'idNat'> & { readonly reason?: string },
  ): Promise<void>;
  byId(accessId: string): Promise<KeptAccess | null>;
  /** Every access to that BAL, past ones included, in order of beginning. */
  of(balId: string): Promise<readonly KeptAccess[]>;
  /** Every access of that person, past ones included. */
  ofPerson(personId: string): Promise<readonly KeptAccess[]>;
  /** Rights, dates and reason. False when it is no longer at that version. */
  change(
    accessId: string,
    version: number,
    access: Pick<KeptAccess, 'balId' | 'mayRead' | 'maySend' | 'startsAt' | 'endsAt' | 'reason'>,
  ): Promise<boolean>;
  /** The personal BAL these people answer for now. */
  personalBalsOf(idNats: readonly IdNat[]): Promise<readonly Pick<Bal, 'id' | 'address'>[]>;
}

export interface NewApiKey {
  readonly id: string;
  readonly name: string;
  /** Beginning of the key, by which people recognise it. */
  readonly prefix: string;
  /** SHA-256 of the whole key; the key itself is kept nowhere. */
  readonly keyHash: Uint8Array;
  readonly scopes: readonly string[];
  /** Where it may be used from; from everywhere when there is none. */
  readonly networks: readonly Network[];
  readonly expiresAt: Date;
  /** The key that made it; null when a person or the installation did. */
  readonly madeBy: string | null;
}

/** A partner's key as its tenant knows it. The secret is nowhere: only its SHA-256, on the way that leads to the tenant. */
export interface ApiKeyState {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly networks: readonly Network[];
  readonly createdAt: Date;
  /** Null for a key of before keys had to end. */
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly madeBy: string | null;
}

export interface ApiKeyStore {
  add(key: NewApiKey): Promise<void>;
  /** Whatever became of it. */
  byId(id: string): Promise<ApiKeyState | null>;
  /** Keys that may be used at that moment of the wall clock. */
  countUsable(now: Date): Promise<number>;
  /** Whether the key is the other itself, was made by it, or by one that was. */
  descends(id: string, from: string): Promise<boolean>;
  /** Refuses the key from now on, and those made by it, and tells the sessions they opened. Answers those that were still good. */
  revoke(id: string): Promise<readonly string[]>;
}

/** Letters of ours into the inbox of a BAL, even a full one. */
export interface HolderNotices {
  file(balId: string, address: MssAddress, letter: Uint8Array): Promise<void>;
}

/** What administering one tenant needs, within one transaction. */
export interface AdministrationDesk {
  readonly tenants: TenantRegister;
  readonly people: PersonStore;
  readonly roles: RoleStore;
  readonly bals: BalRegister;
  readonly accesses: AccessRegister;
  readonly keys: ApiKeyStore;
  readonly sending: { choose(limits: SendingLimits): Promise<void> };
  readonly journal: Journal;
  readonly notices: HolderNotices;
}
