import type { Sentence } from '../identifiers/index.js';
import type { Declaration, DeclarationField } from './declaration.js';
import type { DirectoryFacts } from './directory-facts.js';
import type { Nomenclatures } from './nomenclatures.js';

/** What the controls look at besides the declaration itself. */
export interface ControlWorld {
  /** The domain whose feed holds it. */
  readonly domain: string;
  /** Whether the liste blanche holds that domain; null when there is no list. */
  readonly isListed: boolean | null;
  /** How many declarations of the feed have that address. */
  timesDeclared(address: string): number;
  readonly facts: DirectoryFacts;
  readonly nomenclatures: Nomenclatures;
  readonly at: Date;
}

/**
 * When the Annuaire judges by a rule (§9.7.1, §9.7.3). `schema`: on reception, and one breach turns the whole message away (WSMSS12).
 * `presence` then `nomenclature`: at night, one record after another, up to its first blocking anomaly. `coherence`: all of them, on records
 * that passed what comes before.
 */
export type ControlStage = 'schema' | 'presence' | 'nomenclature' | 'coherence';

/** As the ANS states it today; it may change it on its side. */
export type ControlSeverity = 'blocking' | 'warning';

/** One control of the Annuaire, as a pure function. */
export interface ControlRule {
  readonly id: string;
  /** As the report names it; null for controls that the text refers to and never defines. */
  readonly code: string | null;
  readonly severity: ControlSeverity;
  readonly stage: ControlStage;
  /** What people see to correct. */
  readonly field: DeclarationField;
  readonly message: Sentence;
  readonly remedy: Sentence;
  /** Whether only the Annuaire's contents tell. */
  readonly needsDirectory?: boolean;
  isBroken(declaration: Declaration, world: ControlWorld): boolean;
}

/** `Code` and severity that a stage gives when the rule says nothing else. */
export const blocking = { severity: 'blocking' } as const;
export const warning = { severity: 'warning' } as const;

export function isMissing(value: string | null): boolean {
  return value === null || value.trim() === '';
}
