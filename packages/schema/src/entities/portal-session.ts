import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';

/** A person's session on the portal, across the tenants where they have something. The token itself is nowhere. */
@Entity({ tableName: 'portal_session' })
@Unique({ name: 'portal_session_id_unique', properties: ['id'] })
@Index({ name: 'portal_session_person', properties: ['idNat'] })
@Index({ name: 'portal_session_secours', properties: ['secoursOf', 'idNat'] })
@Index({ name: 'portal_session_structure', properties: ['structureOf', 'idNat'] })
@Index({ name: 'portal_session_psc_sub', properties: ['pscSub'] })
@Index({ name: 'portal_session_psc_sid', properties: ['pscSid'] })
@Index({ name: 'portal_session_structure_sub', properties: ['structureOf', 'structureSub'] })
export class PortalSession {
  [PrimaryKeyProp]?: 'tokenHash';

  @PrimaryKey({ columnType: 'bytea' })
  tokenHash!: Buffer;

  /** Names the session in announcements, where neither token nor hash may appear. */
  @Property({ type: 'uuid' })
  id!: string;

  @Property({ type: 'text' })
  idNat!: string;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'text', nullable: true })
  acr!: string | null;

  /** The tenant whose access de secours opened it, and in which alone it counts; null when Pro Santé Connect did. */
  @Property({ type: 'uuid', nullable: true })
  secoursOf!: string | null;

  /** The tenant whose identity provider opened it, and in which alone it counts; null when Pro Santé Connect did. */
  @Property({ type: 'uuid', nullable: true })
  structureOf!: string | null;

  /** Whose, and which, session at Pro Santé Connect it came from. */
  @Property({ type: 'text', nullable: true })
  pscSub!: string | null;

  @Property({ type: 'text', nullable: true })
  pscSid!: string | null;

  /** The same at the provider of the structure. */
  @Property({ type: 'text', nullable: true })
  structureSub!: string | null;

  @Property({ type: 'text', nullable: true })
  structureSid!: string | null;

  @Property({ columnType: 'timestamptz' })
  createdAt!: Date;

  @Property({ columnType: 'timestamptz' })
  lastSeenAt!: Date;

  @Property({ columnType: 'timestamptz' })
  expiresAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}
