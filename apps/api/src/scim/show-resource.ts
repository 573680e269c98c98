import { type GroupWithMembers, type ProvisionedUser, rppsOf } from '@cachet/mss-core';
import { GROUP, LIST_RESPONSE, MSSANTE_GROUP, MSSANTE_USER, USER } from './schema-urns.js';

export type Resource = Readonly<Record<string, unknown>>;

/** RFC 7644 §3.14 */
export function entityTag(version: string): string {
  return `W/"${version}"`;
}

/** `base` is where SCIM is served, as the caller reached it. */
export function showUser(base: string, user: ProvisionedUser): Resource {
  const rpps = rppsOf(user.idNat);
  const { familyName, givenName } = user;
  return {
    schemas: [USER, MSSANTE_USER],
    id: user.id,
    ...(user.externalId !== null && { externalId: user.externalId }),
    userName: user.userName,
    name: {
      familyName,
      ...(givenName !== '' && { givenName }),
      formatted: [givenName, familyName].filter(Boolean).join(' '),
    },
    ...(user.displayName !== null && { displayName: user.displayName }),
    active: user.isActive,
    ...(user.groups.length > 0 && {
      groups: user.groups.map(({ id, displayName }) => ({
        value: id,
        $ref: `${base}/Groups/${id}`,
        display: displayName,
        type: 'direct',
      })),
    }),
    [MSSANTE_USER]: { idNat: user.idNat, ...(rpps !== null && { rpps }) },
    meta: metaOf('User', `${base}/Users/${user.id}`, user),
  };
}

export function showGroup(base: string, { group, members }: GroupWithMembers): Resource {
  return {
    schemas: [GROUP, MSSANTE_GROUP],
    id: group.id,
    ...(group.externalId !== null && { externalId: group.externalId }),
    displayName: group.displayName,
    ...(members.length > 0 && {
      members: members.map(({ id, displayName }) => ({
        value: id,
        $ref: `${base}/Users/${id}`,
        display: displayName,
        type: 'User',
      })),
    }),
    [MSSANTE_GROUP]: { role: group.role },
    meta: metaOf('Group', `${base}/Groups/${group.id}`, group),
  };
}

export function showList(resources: readonly Resource[], total: number, startIndex: number): Resource {
  return {
    schemas: [LIST_RESPONSE],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

interface Dated {
  readonly version: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

function metaOf(resourceType: string, location: string, { version, createdAt, changedAt }: Dated) {
  return {
    resourceType,
    created: createdAt.toISOString(),
    lastModified: changedAt.toISOString(),
    location,
    version: entityTag(version),
  };
}
