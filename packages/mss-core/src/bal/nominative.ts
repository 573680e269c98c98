import { foldName } from './fold-name.js';
import type { NamedPerson } from './personal-address.js';

/**
 * Somebody whom that text names by given name and family name, in either order, among people the structure knows; null when it names
 * none. A family name alone is no such naming: a practice or a service may bear one.
 */
// EX_GBM_4310: `marie.curie@` is nominative; `cabinet-dr-martin@` and `service-pr-dupont@` are names of a practice and of a service.
export function namedIn<P extends NamedPerson>(text: string, people: readonly P[]): P | null {
  const folded = `-${foldName(text)}-`;
  const isNamed = ({ givenName, familyName }: P) => {
    const [given, family] = [foldName(givenName), foldName(familyName)];
    if (!given || !family) return false;
    return folded.includes(`-${given}-${family}-`) || folded.includes(`-${family}-${given}-`);
  };
  return people.find(isNamed) ?? null;
}
