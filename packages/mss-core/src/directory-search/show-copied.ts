import { parseMssAddress } from '../identifiers/index.js';
import type { CopiedEntry } from './copied-entry.js';
import type { DirectoryEntry, DirectoryTerm } from './directory-entry.js';

/** A line of a copy as it is shown; null when its address is none. */
export function showCopied(
  copied: CopiedEntry,
  told: Pick<DirectoryEntry, 'origin' | 'asOf' | 'match'>,
): DirectoryEntry | null {
  const address = parseMssAddress(copied.address);
  if (!address) return null;
  const { kind, title, familyName, givenName, holderType, holderNumber } = copied;
  const { structureType, structureNumber, service, postalCode, town } = copied;
  const structure =
    structureType && structureNumber ? { type: structureType, number: structureNumber } : null;
  const place = { structure, name: copied.structureName ?? copied.signName, service, postalCode, town };
  return {
    ...{ ...told, address, kind, isLocal: told.origin === 'local', title, familyName, givenName },
    holder: holderType && holderNumber ? { type: holderType, number: holderNumber } : null,
    profession: termOf(copied.professionCode, copied.professionLabel),
    speciality: termOf(copied.specialityCode, copied.specialityLabel),
    description: copied.description ?? copied.people,
    places: Object.values(place).some((value) => value !== null) ? [place] : [],
  };
}

function termOf(code: string | null, label: string | null): DirectoryTerm | null {
  return code === null && label === null ? null : { code, label };
}
