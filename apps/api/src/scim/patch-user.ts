import type { ProvisionedUser } from '@cachet/mss-core';
import { type Change, invalidPath } from './read-patch.js';
import { notChangeable } from './scim-fault.js';
import { attributeOf, readActive, readText, type SaidUser } from './user-attributes.js';

/** The user after these changes, in order (RFC 7644 §3.5.2). @throws ScimFault */
export function patchedUser(user: ProvisionedUser, changes: readonly Change[]): SaidUser {
  const { userName, externalId, displayName, familyName, givenName, isActive } = user;
  const as = { userName, externalId, displayName, familyName, givenName, isActive, idNat: null, rpps: null };
  return changes.reduce<SaidUser>((said, change) => changed(user, said, change), as);
}

function changed(user: ProvisionedUser, said: SaidUser, { op, target, value }: Change): SaidUser {
  const attribute = attributeOf(target.extension, target.name, target.sub);
  if (!attribute) throw invalidPath(target.text);
  if (attribute.kind === 'passedOver') return said;
  if (attribute.kind === 'readOnly') {
    // Okta repeats the id of what it changes.
    if (op !== 'remove' && target.name.toLowerCase() === 'id' && value === user.id) return said;
    throw notChangeable(target.text);
  }
  // What has one value has none to choose among.
  if (target.only !== null) throw invalidPath(target.text);
  if (attribute.kind === 'active') {
    if (op === 'remove') throw notChangeable(target.text);
    return { ...said, isActive: readActive(value) };
  }
  const text = op === 'remove' ? null : readText(value, target.text);
  if (text === null && attribute.isNeeded) throw notChangeable(target.text);
  return { ...said, [attribute.field]: attribute.field === 'givenName' ? (text ?? '') : text };
}
