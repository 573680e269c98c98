import type { VerifiedPerson } from '../access/index.js';
import type { IdNat } from '../identifiers/index.js';

/** What is kept of one person's access de secours in one structure. */
export interface SecoursFactor extends VerifiedPerson {
  readonly personId: string;
  readonly passphraseHash: string;
  readonly sealedSecret: Uint8Array;
  /** Of the last code accepted: neither it nor an earlier one is accepted again. */
  readonly lastStep: number;
  /** Wrong codes since the last right one. */
  readonly attempts: number;
  /** No code is judged before that moment of the wall clock. */
  readonly waitsUntil: Date | null;
}

export interface NewSecoursFactor {
  readonly selector: string;
  readonly passphraseHash: string;
  readonly sealedSecret: Uint8Array;
}

/** Somebody enrolled, as their managers see them. */
export interface SecoursHolder extends VerifiedPerson {
  readonly enrolledAt: Date;
}

/** The access de secours of one structure. */
export interface SecoursStore {
  isOn(): Promise<boolean>;
  /** Off ends every session so opened, and keeps what people enrolled. */
  turn(on: boolean): Promise<void>;
  personIdOf(idNat: IdNat): Promise<string | null>;
  /** When that person enrolled; null when they did not, or did not confirm. */
  enrolledAt(idNat: IdNat): Promise<Date | null>;
  holders(): Promise<readonly SecoursHolder[]>;
  /** In place of whatever that person had, which ends; to be confirmed. False when the selector is taken. */
  begin(personId: string, factor: NewSecoursFactor): Promise<boolean>;
  /** What that person has not confirmed yet, held for this transaction. */
  unconfirmed(idNat: IdNat): Promise<SecoursFactor | null>;
  confirm(personId: string, step: number): Promise<void>;
  /** Ends every session so opened. False when there was nothing. */
  revoke(idNat: IdNat): Promise<boolean>;
  /** Whose selector that is, where access de secours is on; held for this transaction, so that codes are judged one by one. */
  bySelector(selector: string): Promise<SecoursFactor | null>;
  charge(personId: string, attempts: number, waitsUntil: Date | null): Promise<void>;
  /** Takes the code of that step and forgets the attempts. */
  take(personId: string, step: number): Promise<void>;
}
