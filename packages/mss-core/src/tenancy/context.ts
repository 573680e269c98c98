import type { IdNat, StructureIdNat, TenantId } from '../identifiers/index.js';

/**
 * By what a person was known: Pro Santé Connect; RE_LPS_0100, the access de secours of one structure; or the identity provider of one
 * structure, which administers and opens no BAL.
 */
export type PersonProof = 'psc' | 'secours' | 'structure';

/** Who acts. A trace names exactly one of these. */
export type Actor =
  | {
      readonly kind: 'person';
      readonly idNat: IdNat;
      readonly name: string;
      readonly proof: PersonProof;
    }
  /** The software of a structure, known by its AUTH_CLI certificate; `dn` is RFC 2253 text. */
  | { readonly kind: 'structure'; readonly idNat: StructureIdNat; readonly dn: string }
  | { readonly kind: 'partner'; readonly apiKeyId: string; readonly name: string }
  | { readonly kind: 'peer'; readonly dn: string }
  | { readonly kind: 'system'; readonly name: string };

/** By which door an act came. */
export type Means = 'smtp' | 'submission' | 'imap' | 'portal' | 'api' | 'job';

/** Known once per request, command or job; the first parameter of every use case. */
export interface ActContext {
  readonly actor: Actor;
  readonly means: Means;
  /** Business time of the act (UTC). */
  readonly at: Date;
  /** Ties log lines and traces of one request together; shown to people as the reference of a fault. */
  readonly correlationId: string;
  readonly remoteAddress: string | null;
  /** What the partner's key that acts may do; nobody else has any. Never traced. */
  readonly scopes?: ReadonlySet<string>;
}

export interface TenantContext extends ActContext {
  readonly tenantId: TenantId;
}

/** What the core may not make itself: identifiers (UUID v7) come from outside. */
export type NewId = () => string;
