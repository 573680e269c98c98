import type { BalKind } from '../access/index.js';
import type { TenantKind } from '../administration/ports.js';
import { type Finess, hasFinessKey, parseFiness } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';

/** The FINESS numbers of a structure, and what is asked for one of its BAL. */
export interface FinessQuestion {
  readonly kind: BalKind;
  readonly tenantKind: TenantKind;
  /** The structure’s own number, when it has one. */
  readonly own: string | null;
  /** Numbers of its places of care, when it declared several. */
  readonly places: readonly string[];
  /** As typed; null when nothing was. */
  readonly asked: string | null;
  /** The BAL serves several places of the structure. */
  readonly isShared: boolean;
}

/**
 * The FINESS number that a BAL is attached to; null for none. Refuses finessMalformed, finessMissing, finessNotOfStructure,
 * finessOfLegalEntity.
 */
export function judgeFiness(question: FinessQuestion): Outcome<Finess | null> {
  const { tenantKind, own, asked } = question;
  const typed = asked?.trim() ? parseFiness(asked) : null;
  if (asked?.trim() && (typed === null || (typed !== own && !hasFinessKey(typed))))
    return refused('finessMalformed', { finess: asked.trim() });
  // EX_PBA_5012: a structure that FINESS does not know links any place to its BAL, or none: a BAL without is « de ville » (EX_PBA_5220).
  return tenantKind === 'structure' ? judgeOfStructure(question, typed) : done(typed);
}

// EX_PBA_5011, EX_PBA_5220: every BAL of a structure with a FINESS is attached to the place it belongs to.
function judgeOfStructure(
  { kind, own, places, isShared }: FinessQuestion,
  typed: Finess | null,
): Outcome<Finess | null> {
  const ownNumber = parseFiness(own ?? '');
  // A structure of one place declared none: its number is that of the place.
  if (places.length === 0) {
    if (typed !== null && typed !== ownNumber) return refused('finessNotOfStructure', { finess: typed });
    return done(ownNumber);
  }
  if (typed === null) return refused('finessMissing');
  if (places.includes(typed)) return done(typed);
  if (typed !== ownNumber) return refused('finessNotOfStructure', { finess: typed });
  // EX_PBA_5011: the legal entity’s number only for what several places share; EX_PBA_5220: never for a person.
  return isShared && kind !== 'personal' ? done(typed) : refused('finessOfLegalEntity', { finess: typed });
}
