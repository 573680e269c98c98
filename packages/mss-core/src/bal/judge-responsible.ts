import type { BalKind } from '../access/index.js';
import { type IdNat, isNational } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';

/** Somebody about to answer for a BAL. */
export interface Responsibility {
  readonly kind: BalKind;
  readonly idNat: IdNat;
  /** Whether they will also read its messages. */
  readonly mayRead: boolean;
}

/**
 * May that person, whom the structure knows, answer for a BAL of that kind? Refuses responsibleNotEntitled.
 */
// EX_GBM_4220: known to the national directory or to a local provider; who reads is a professional entitled by law, who does not read may
// be the legal representative or act in their name. §5.2.1: a personal BAL is that of a professional whom the national directory knows.
export function judgeResponsible({ kind, idNat, mayRead }: Responsibility): Outcome<void> {
  const readsByNature = kind === 'personal';
  if (!(readsByNature || mayRead) || isNational(idNat)) return done(undefined);
  return refused('responsibleNotEntitled');
}
