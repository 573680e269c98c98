import type { PersonProof } from '../tenancy/index.js';
import type { TenantRole } from './see-structure.js';

/** The roles that count for whoever was so known: none by an access de secours, which is for mail; those of the structure by its own provider. */
// RE_LPS_0100. Those who run the installation are known by Pro Santé Connect.
export function rolesBy(proof: PersonProof, held: readonly TenantRole[]): readonly TenantRole[] {
  switch (proof) {
    case 'psc':
      return held;
    case 'secours':
      return [];
    case 'structure':
      return held.filter((role) => role !== 'operatorAdmin');
  }
}

/** May whoever was so known open the messages of the BAL they hold? */
// EX_LPS_0900, RE_LPS_0100: by Pro Santé Connect, or by the access de secours; never by the provider of a structure.
export function opensMail(proof: PersonProof): boolean {
  switch (proof) {
    case 'psc':
    case 'secours':
      return true;
    case 'structure':
      return false;
  }
}
