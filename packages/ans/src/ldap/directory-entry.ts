import type { CopiedEntry } from '@cachet/mss-core/directory-search';
import { balKind, codeOrLabel, isPlain } from '../directory/plain-values.js';
import type { DirectoryNames } from './directory-names.js';
import type { LdapEntry } from './ldap-messages.js';

/**
 * An entry of the directory as it came; null when one of its values is none that the text admits: too long, not UTF-8, or with characters
 * that nobody sees. Such an entry is set aside whole, since what the Annuaire says is never mended.
 */
// RE_2.1_5030
export function copiedFrom({ attributes }: LdapEntry, names: DirectoryNames): CopiedEntry | null {
  const values = new Map<string, string>();
  for (const name of Object.values(names)) {
    const [first] = attributes.get(name.toLowerCase()) ?? [];
    if (first === undefined || first.length === 0) continue;
    const value = decoded(first);
    if (value === null || !isPlain(value)) return null;
    values.set(name, value);
  }
  const told = (name: string) => values.get(name) ?? null;
  const address = told(names.address);
  if (address === null) return null;
  const [professionCode, professionLabel] = codeOrLabel(told(names.profession));
  const [specialityCode, specialityLabel] = codeOrLabel(told(names.speciality));
  return {
    ...{ address, kind: balKind(told(names.kind)), title: told(names.title) },
    ...{ holderType: told(names.holderType), holderNumber: told(names.holderNumber) },
    ...{ familyName: told(names.familyName), givenName: told(names.givenName) },
    ...{ professionCode, professionLabel, specialityCode, specialityLabel },
    ...{ structureType: told(names.structureType), structureNumber: told(names.structureNumber) },
    ...{ structureName: told(names.structureName), signName: told(names.signName) },
    ...{ service: told(names.service), description: told(names.description), people: null },
    ...{ postalCode: told(names.postalCode), town: told(names.town), department: told(names.department) },
  };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function decoded(value: Uint8Array): string | null {
  try {
    return UTF8.decode(value);
  } catch {
    return null;
  }
}
