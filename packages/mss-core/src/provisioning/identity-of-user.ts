import { type IdNat, identify, idNatOfRpps, parseIdNat } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';

/** By what a directory may say who somebody is. */
export interface SaidIdentity {
  /** As Pro Santé Connect gives it. */
  readonly idNat: string | null;
  readonly rpps: string | null;
  readonly externalId: string | null;
}

/**
 * Who a user of a directory is, as Pro Santé Connect will name them when they come: by the attributes made for it, else by an
 * external id that is such a number; null when neither tells, or when two say otherwise.
 */
export function identityOfUser({ idNat, rpps, externalId }: SaidIdentity): IdNat | null {
  if (idNat === null && rpps === null) return externalId === null ? null : nationalIn(externalId);
  const said = [
    idNat === null ? [] : parseIdNat(idNat),
    rpps === null ? [] : identify({ kind: 'rpps', number: rpps }, null),
  ].flat();
  const [first] = said;
  return first && said.every((each) => each === first) ? first : null;
}

// RPPS, ADELI, or the employee of a structure: never what else a directory uses to number people.
function nationalIn(externalId: string): IdNat | null {
  const [kind, number] = [externalId.charAt(0), externalId.slice(1)];
  if (externalId.includes('/')) return identify({ kind: 'local', number: externalId }, null);
  if (kind === '0' && externalId.length === 10) return identify({ kind: 'adeli', number }, null);
  if (kind === '8' && externalId.length === 12) return identify({ kind: 'rpps', number }, null);
  return identify({ kind: 'rpps', number: externalId }, null);
}

/** Whoever somebody is said to be, they stay who they are. Refuses identityFixed, naming the attribute. */
export function keepsIdentity(idNat: IdNat, said: Pick<SaidIdentity, 'idNat' | 'rpps'>): Outcome<void> {
  if (said.idNat !== null && said.idNat !== idNat) return refused('identityFixed', { field: 'idNat' });
  if (said.rpps !== null && idNatOfRpps(said.rpps) !== idNat)
    return refused('identityFixed', { field: 'rpps' });
  return done(undefined);
}
