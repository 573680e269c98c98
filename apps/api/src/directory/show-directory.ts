import type {
  CopyKind,
  DirectoryAnswer,
  DirectoryBalKind,
  DirectoryCopy,
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
import { DirectoryCopyKindName, type DirectoryCopyType } from '../types/directory-copy.js';

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

const COPIES: Record<CopyKind, DirectoryCopyKindName> = {
  bals: DirectoryCopyKindName.BALS,
  identities: DirectoryCopyKindName.IDENTITIES,
  own: DirectoryCopyKindName.OWN,
};

export function showDirectoryCopy(copy: DirectoryCopy): DirectoryCopyType {
  const { fileName, asOf, loadedAt, sha256, lineCount, badLineCount } = copy;
  return {
    ...{ kind: COPIES[copy.kind], isPending: copy.state === 'pending' },
    ...{ fileName, asOf, loadedAt, sha256, lineCount, badLineCount },
  };
}

export function showIncomplete({
  origin,
  trouble,
}: DirectoryAnswer['incomplete'][number]): DirectoryIncompleteType {
  return { origin: ORIGINS[origin], trouble: TROUBLES[trouble] };
}
