import { done, type Outcome, refused } from '../outcome/index.js';
import { needScope, type Scope } from './scopes.js';

export type TenantRole = 'manager' | 'auditor' | 'operatorAdmin';

/** Views of a structure's administration. None shows the content of a message. */
export type StructureView =
  | 'summary'
  | 'deliveries'
  | 'compliance'
  | 'quarantine'
  | 'sending'
  | 'accesses'
  | 'people'
  | 'webhooks'
  | 'operations';

/** Who asks, as far as one structure is concerned: a person by their roles there, or a key of that structure by its scopes. */
export type StructureViewer =
  | { readonly kind: 'person'; readonly roles: readonly TenantRole[] }
  | { readonly kind: 'partner'; readonly scopes: ReadonlySet<string> };

const SCOPE_OF: Readonly<Record<StructureView, Scope | null>> = {
  summary: null,
  deliveries: 'delivery:read',
  compliance: 'compliance:read',
  quarantine: 'quarantine:read',
  sending: 'sending:read',
  accesses: 'access:read',
  people: 'person:read',
  webhooks: 'webhook:read',
  operations: 'operation:read',
};

/**
 * Whether that view may be shown. A person without a role there learns nothing of the structure (notFound, as if it did not
 * exist); a key of the structure without the scope is told which one it lacks (scopeMissing).
 */
export function seeStructure(viewer: StructureViewer, view: StructureView): Outcome<void> {
  if (viewer.kind === 'person') return viewer.roles.length > 0 ? done(undefined) : refused('notFound');
  const scope = SCOPE_OF[view];
  return scope === null ? done(undefined) : needScope(viewer.scopes, scope);
}
