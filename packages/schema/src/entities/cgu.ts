import type { Actor, Means, PersonProof } from '@cachet/mss-core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Check, Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Person } from './person.js';
import { ownedByTenant } from './tenant-policy.js';

/**
 * A version of the operator's terms of use (CGU), the same for every tenant: a text in both languages, or a document that lies elsewhere.
 * Never changed once published.
 */
@Entity({ tableName: 'cgu_version' })
@Unique({ name: 'cgu_version_name_unique', properties: ['name'] })
@Unique({ name: 'cgu_version_in_force_at_unique', properties: ['inForceAt'] })
@Check({
  name: 'cgu_version_content',
  expression:
    '(text is null) = (text_en is null) and (document_url is null) = (document_sha256 is null) and (text is null) <> (document_url is null)',
})
export class CguVersion {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'text' })
  name!: string;

  /** French. */
  @Property({ type: 'text', nullable: true })
  text!: string | null;

  @Property({ type: 'text', nullable: true })
  textEn!: string | null;

  @Property({ type: 'text', nullable: true })
  documentUrl!: string | null;

  /** Hexadecimal. */
  @Property({ type: 'text', nullable: true })
  documentSha256!: string | null;

  /** SHA-256 of what is accepted, hexadecimal. */
  @Property({ type: 'text' })
  fingerprint!: string;

  /** From then on nobody uses the service who has not accepted it. */
  @Property({ columnType: 'timestamptz' })
  inForceAt!: Date;

  @Property({ columnType: 'timestamptz' })
  publishedAt!: Date;

  @Property({ columnType: 'jsonb', nullable: true })
  publishedBy!: Actor | null;
}

/** That a person accepted a version, as one tenant knows it. Never taken back. */
// EX_DCU_5030
@Entity({ tableName: 'cgu_acceptance', ...ownedByTenant('cgu_acceptance') })
@Index({
  name: 'cgu_acceptance_newest',
  properties: ['tenantId', 'acceptedAt', 'person', 'versionId'],
})
export class CguAcceptance {
  [PrimaryKeyProp]?: ['tenantId', 'person', 'versionId'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Person, {
    primary: true,
    joinColumns: ['tenant_id', 'person_id'],
    ownColumns: ['person_id'],
  })
  person!: Person;

  @PrimaryKey({ type: 'uuid' })
  versionId!: string;

  @Property({ columnType: 'timestamptz' })
  acceptedAt!: Date;

  /** By which door. */
  @Property({ type: 'text' })
  means!: Means;

  /** How the person was known then. */
  @Property({ type: 'text' })
  proof!: PersonProof;

  /** Ties it to its trace. */
  @Property({ type: 'text', nullable: true })
  correlationId!: string | null;
}
