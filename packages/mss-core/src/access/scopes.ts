import { done, type Outcome, refused } from '../outcome/index.js';

/** What a partner's key may do. A key is of one tenant, and none of them opens a message. */
export const SCOPES = [
  'bal:read',
  'bal:write',
  'access:read',
  'access:write',
  'person:read',
  'person:write',
  'role:write',
  'delivery:read',
  'delivery:manage',
  'compliance:read',
  'quarantine:read',
  'sending:read',
  'listeBlanche:refresh',
  'directory:read',
  'statistics:write',
  'operation:read',
  'webhook:read',
  'webhook:write',
  'key:write',
  'identityProvider:write',
  'scim:write',
] as const;

export type Scope = (typeof SCOPES)[number];

export function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}

/** Refuses scopeMissing, naming the scope. */
export function needScope(held: ReadonlySet<string>, scope: Scope): Outcome<void> {
  return held.has(scope) ? done(undefined) : refused('scopeMissing', { scope });
}
