import { idNatOfRpps } from '@cachet/mss-core';
import type { GroupQuery, UserQuery, Window } from '@cachet/schema';
import { LARGEST_LIST } from './discovery.js';
import { notSupported, readFilter } from './read-filter.js';
import { MSSANTE_USER, qualifiedName } from './schema-urns.js';
import { wrongValue } from './scim-fault.js';
import { readId } from './user-attributes.js';

/** Nobody has this id. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What a filter asks of users. @throws ScimFault invalidFilter */
export function readUserQuery(filter: unknown): UserQuery {
  return queryOf<UserQuery>(filter, (attribute, value) => {
    if (typeof value === 'boolean') return attribute === 'active' ? { isActive: value } : null;
    switch (attribute) {
      case 'id':
        return { id: readId(value) ?? NOBODY };
      case 'username':
        return { userName: value };
      case 'externalid':
        return { externalId: value };
      case `${MSSANTE_USER}:idnat`:
        return { idNat: value };
      case `${MSSANTE_USER}:rpps`:
        return { idNat: idNatOfRpps(value) ?? '' };
      default:
        return null;
    }
  });
}

/** What a filter asks of groups. @throws ScimFault invalidFilter */
export function readGroupQuery(filter: unknown): GroupQuery {
  return queryOf<GroupQuery>(filter, (attribute, value) => {
    if (typeof value === 'boolean') return null;
    switch (attribute) {
      case 'id':
        return { id: readId(value) ?? NOBODY };
      case 'displayname':
        return { displayName: value };
      case 'externalid':
        return { externalId: value };
      // Entra ID asks « id eq … and members eq … » to know whether somebody is in.
      case 'members':
      case 'members.value':
        return { member: readId(value) ?? NOBODY };
      default:
        return null;
    }
  });
}

/** RFC 7644 §3.4.2.4: a first place below 1 is 1, a count below 0 is 0. @throws ScimFault */
export function readWindow(startIndex: unknown, count: unknown): Window {
  const skip = Math.max(numberIn(startIndex, 'startIndex') ?? 1, 1) - 1;
  const limit = Math.min(Math.max(numberIn(count, 'count') ?? LARGEST_LIST, 0), LARGEST_LIST);
  return { skip, limit };
}

function numberIn(value: unknown, name: string): number | null {
  if (value === undefined || value === '') return null;
  if (typeof value !== 'string' || !/^-?\d{1,9}$/.test(value)) throw wrongValue(name);
  return Number(value);
}

function queryOf<Q extends object>(
  filter: unknown,
  read: (attribute: string, value: string | boolean) => Partial<Q> | null,
): Q {
  let query = {} as Q;
  if (filter === undefined || filter === '') return query;
  if (typeof filter !== 'string') throw notSupported(String(filter));
  for (const { attribute, value } of readFilter(filter)) {
    const named = qualifiedName(attribute);
    const prefix = named?.extension ? `${named.extension}:` : '';
    const part =
      named && read(named.extension ? prefix + named.name.toLowerCase() : named.name.toLowerCase(), value);
    if (!part || Object.keys(part).some((name) => Object.hasOwn(query, name))) throw notSupported(filter);
    query = { ...query, ...part };
  }
  return query;
}
