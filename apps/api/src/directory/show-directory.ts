import type {
  DirectoryAnswer,
  DirectoryBalKind,
  DirectoryEntry,
  DirectoryMatch,
  DirectoryOrigin,
  DirectoryTrouble,
} from '@cachet/mss-core';
import {
  DirectoryBalKindName,
  type DirectoryEntryType,
  type DirectoryIncompleteType,
  DirectoryMatchName,
  DirectoryOriginName,
  DirectoryTroubleName,
} from '../types/directory.js';

const KINDS: Record<DirectoryBalKind, DirectoryBalKindName> = {
  PER: DirectoryBalKindName.PER,
  ORG: DirectoryBalKindName.ORG,
  APP: DirectoryBalKindName.APP,
  CAB: DirectoryBalKindName.CAB,
  other: DirectoryBalKindName.OTHER,
};

const ORIGINS: Record<DirectoryOrigin, DirectoryOriginName> = {
  local: DirectoryOriginName.LOCAL,
  extraction: DirectoryOriginName.EXTRACTION,
  ldap: DirectoryOriginName.LDAP,
  fhir: DirectoryOriginName.FHIR,
};

const MATCHES: Record<DirectoryMatch, DirectoryMatchName> = {
  exact: DirectoryMatchName.EXACT,
  prefix: DirectoryMatchName.PREFIX,
  contains: DirectoryMatchName.CONTAINS,
  close: DirectoryMatchName.CLOSE,
};

const TROUBLES: Record<DirectoryTrouble, DirectoryTroubleName> = {
  absent: DirectoryTroubleName.ABSENT,
  late: DirectoryTroubleName.LATE,
  unavailable: DirectoryTroubleName.UNAVAILABLE,
};

export function showDirectoryEntry(entry: DirectoryEntry): DirectoryEntryType {
  const { address, asOf, isLocal, title, familyName, givenName, description } = entry;
  return {
    ...{ address, asOf, isLocal, title, familyName, givenName, description },
    ...{ kind: KINDS[entry.kind], origin: ORIGINS[entry.origin], match: MATCHES[entry.match] },
    ...{ profession: entry.profession, speciality: entry.speciality },
    ...{ holderType: entry.holder?.type ?? null, holderNumber: entry.holder?.number ?? null },
    places: entry.places.map(({ structure, name, service, postalCode, town }) => ({
      ...{ name, service, postalCode, town },
      ...{ structureType: structure?.type ?? null, structureNumber: structure?.number ?? null },
    })),
  };
}

export function showIncomplete({
  origin,
  trouble,
}: DirectoryAnswer['incomplete'][number]): DirectoryIncompleteType {
  return { origin: ORIGINS[origin], trouble: TROUBLES[trouble] };
}
