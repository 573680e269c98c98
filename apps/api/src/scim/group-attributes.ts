import type { GroupWithMembers, WantedGroup } from '@cachet/mss-core';
import { notSupported } from './read-filter.js';
import { type Change, fieldOf, invalidPath, isObject } from './read-patch.js';
import { GROUP, MSSANTE_GROUP } from './schema-urns.js';
import { notChangeable, notRead, wrongValue } from './scim-fault.js';
import { readId, readText } from './user-attributes.js';

export interface SaidGroup extends WantedGroup {
  /** Null when it does not say: its name does. */
  readonly role: string | null;
}

/** A whole group (POST, PUT). @throws ScimFault */
export function readGroup(body: unknown): SaidGroup {
  if (!isObject(body)) throw notRead('Group');
  const schemas = fieldOf(body, 'schemas');
  if (!Array.isArray(schemas) || !schemas.includes(GROUP)) throw notRead('schemas');
  const extension = fieldOf(body, MSSANTE_GROUP) ?? {};
  if (!isObject(extension)) throw wrongValue(MSSANTE_GROUP);
  return {
    displayName: readText(fieldOf(body, 'displayName'), 'displayName') ?? '',
    externalId: readText(fieldOf(body, 'externalId'), 'externalId'),
    members: membersIn(fieldOf(body, 'members') ?? []),
    role: readText(fieldOf(extension, 'role'), 'role'),
  };
}

/** The group after these changes, in order. @throws ScimFault */
export function patchedGroup(now: GroupWithMembers, changes: readonly Change[]): SaidGroup {
  const { displayName, externalId } = now.group;
  const as = { displayName, externalId, members: now.members.map(({ id }) => id), role: null };
  return changes.reduce<SaidGroup>((said, change) => changed(now, said, change), as);
}

function changed(now: GroupWithMembers, said: SaidGroup, { op, target, value }: Change): SaidGroup {
  const { extension, name, sub, only, text } = target;
  const known = `${extension === null ? '' : `${extension}:`}${name}`.toLowerCase();
  if (extension === null && known === 'members' && sub === null)
    return { ...said, members: patchedMembers(said.members, { op, target, value }) };
  if (only !== null || sub !== null) throw invalidPath(text);
  switch (known) {
    case 'displayname': {
      const displayName = op === 'remove' ? null : readText(value, name);
      if (displayName === null) throw notChangeable(text);
      return { ...said, displayName };
    }
    case 'externalid':
      return { ...said, externalId: op === 'remove' ? null : readText(value, name) };
    case ROLE:
      if (op === 'remove') throw notChangeable(text);
      return { ...said, role: readText(value, name) };
    case 'schemas':
      return said;
    case 'id':
      if (op !== 'remove' && value === now.group.id) return said;
      throw notChangeable(text);
    case 'meta':
      throw notChangeable(text);
    default:
      throw invalidPath(text);
  }
}

const ROLE = `${MSSANTE_GROUP}:role`.toLowerCase();

function patchedMembers(members: readonly string[], { op, target, value }: Change): readonly string[] {
  if (target.only !== null) {
    if (op !== 'remove') throw invalidPath(target.text);
    const gone = target.only.map(({ attribute, value: id }) => {
      if (attribute.toLowerCase() !== 'value') throw notSupported(target.text);
      return readId(id);
    });
    // Several that one value must equal at once are none.
    return new Set(gone).size > 1 ? members : members.filter((id) => !gone.includes(id));
  }
  if (op === 'add') return [...members, ...membersIn(value)];
  if (op === 'replace') return membersIn(value);
  // Entra ID names those to take out in the value, where RFC 7644 has a filter.
  if (value === undefined || value === null) return [];
  const gone = new Set(membersIn(value));
  return members.filter((id) => !gone.has(id));
}

/** The ids of members, one or many. @throws ScimFault */
function membersIn(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.map((member) => {
    const isGroup = isObject(member) && fieldOf(member, 'type') === 'Group';
    const id = isObject(member) && !isGroup ? readId(fieldOf(member, 'value')) : null;
    if (id === null) throw wrongValue('members');
    return id;
  });
}
