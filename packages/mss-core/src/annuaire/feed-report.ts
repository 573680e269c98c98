import type { Sentence } from '../identifiers/index.js';
import { type IdNat, idNatOfAdeli, idNatOfRpps, parseAdeli, parseRpps } from '../identifiers/index.js';
import type { ControlSeverity } from './control-rule.js';
import { rulesBehind } from './control-rules.js';
import { BY_ADELI, BY_RPPS } from './declaration.js';

/** One thing the Annuaire says of one record (table 24), in its words. */
export interface ReportAnomaly {
  readonly code: string;
  readonly motive: string;
  readonly severity: ControlSeverity;
  /** Lower case; null when the anomaly is of the whole domain. */
  readonly address: string | null;
  /** The name it knows, when ours differs. */
  readonly knownName: { readonly familyName: string; readonly givenName: string } | null;
  /** The identifier it knows, when ours is a former one. */
  readonly knownIdentity: { readonly type: string; readonly number: string } | null;
}

/** Counts of table 23. */
export interface ReportCounts {
  readonly read: number;
  readonly different: number;
  readonly created: number;
  readonly changed: number;
  readonly removed: number;
  readonly blocked: number;
  readonly warned: number;
}

export interface DomainReport {
  readonly domain: string;
  readonly counts: ReportCounts;
  readonly anomalies: readonly ReportAnomaly[];
}

/** What the Annuaire says of one feed, after the night. */
export interface FeedReport {
  readonly ticket: string;
  readonly domains: readonly DomainReport[];
}

/** What stands against a BAL, in words, and what to do. */
export interface ExplainedAnomaly {
  readonly message: Sentence;
  readonly remedy: Sentence;
}

const UNKNOWN: Sentence = {
  fr: 'Relevez le motif donné par l’Annuaire et signalez-le à l’opérateur.',
  en: 'Note the motive that the Annuaire gives and tell the operator of it.',
};

/** Explains an anomaly, by the control behind its code; of one that we do not know, the Annuaire’s own words. */
export function explainAnomaly({ code, motive }: Pick<ReportAnomaly, 'code' | 'motive'>): ExplainedAnomaly {
  const [rule] = rulesBehind(code);
  if (!rule) return { message: { fr: motive, en: motive }, remedy: UNKNOWN };
  return { message: rule.message, remedy: rule.remedy };
}

/** The identifier that the Annuaire puts in the place of ours; null when it gives none, or one that is no national identifier. */
// EX_PBA_5100: proposed to the manager, and applied.
export function identityCorrected({ knownIdentity }: Pick<ReportAnomaly, 'knownIdentity'>): IdNat | null {
  if (!knownIdentity) return null;
  const { type, number } = knownIdentity;
  if (type === BY_RPPS) return idNatOfRpps(parseRpps(number) ?? '');
  const adeli = type === BY_ADELI ? parseAdeli(number) : null;
  return adeli && idNatOfAdeli(adeli);
}
