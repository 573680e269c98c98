import type { Means, PersonProof } from '../tenancy/index.js';
import type { CguVersion } from './cgu-version.js';

/** The versions, shared by all tenants. */
export interface CguVersions {
  byId(id: string): Promise<CguVersion | null>;
  /** The one in force at that moment. */
  inForce(at: Date): Promise<CguVersion | null>;
  /** False when another has that name or that date. */
  add(version: CguVersion): Promise<boolean>;
}

/** That a person accepted a version: kept for ever, as the proof of it. */
export interface CguAcceptance {
  readonly personId: string;
  readonly versionId: string;
  readonly acceptedAt: Date;
  /** By which door. */
  readonly means: Means;
  /** How the person was known then. */
  readonly proof: PersonProof;
  /** Ties it to its trace. */
  readonly correlationId: string;
}

/** The acceptances one tenant knows. */
export interface CguAcceptances {
  /** False when that person had accepted that version already: the first time counts. */
  add(acceptance: CguAcceptance): Promise<boolean>;
}
