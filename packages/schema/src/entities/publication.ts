import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Bal } from './bal.js';
import { Person } from './person.js';
import { ownedByTenant } from './tenant-policy.js';

/** What one structure has in a feed to the Annuaire Santé. */
@Entity({ tableName: 'publication_share', ...ownedByTenant('publication_share') })
@Index({ name: 'publication_share_recent', properties: ['tenantId', 'domain', 'begunAt', 'feedId'] })
export class PublicationShare {
  [PrimaryKeyProp]?: ['tenantId', 'feedId'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  feedId!: string;

  @Property({ type: 'text' })
  domain!: string;

  @Property({ columnType: 'timestamptz' })
  begunAt!: Date;

  @Property({ type: 'int' })
  declared!: number;

  @Property({ type: 'int' })
  onListeRouge!: number;

  @Property({ type: 'int' })
  blocked!: number;

  @Property({ type: 'int' })
  warned!: number;

  @Property({ type: 'int' })
  keptBack!: number;

  @Property({ type: 'int' })
  leftOut!: number;

  @Property({ type: 'int' })
  created!: number;

  @Property({ type: 'int' })
  changed!: number;

  @Property({ type: 'int' })
  removed!: number;

  /** Of the report; null before it. */
  @Property({ type: 'int', nullable: true })
  rejected!: number | null;

  @Property({ type: 'int', nullable: true })
  flagged!: number | null;
}

/** How one address differs from the feed before: enough to compare any two feeds, and nothing that could be read. */
@Entity({ tableName: 'publication_change', ...ownedByTenant('publication_change') })
@Index({ name: 'publication_change_of_address', properties: ['tenantId', 'domain', 'address', 'night'] })
export class PublicationChange {
  [PrimaryKeyProp]?: ['tenantId', 'feedId', 'address'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  feedId!: string;

  @PrimaryKey({ type: 'text' })
  address!: string;

  @Property({ type: 'text' })
  domain!: string;

  @Property({ columnType: 'timestamptz' })
  night!: Date;

  @Property({ type: 'uuid' })
  balId!: string;

  /** Fingerprints of what was declared; null when nothing was. */
  @Property({ type: 'text', nullable: true })
  before!: string | null;

  @Property({ type: 'text', nullable: true })
  after!: string | null;
}

/** What the Annuaire was told last of an address. */
@Entity({ tableName: 'publication_record', ...ownedByTenant('publication_record') })
@Index({ name: 'publication_record_of_domain', properties: ['tenantId', 'domain'] })
@Index({ name: 'publication_record_of_bal', properties: ['tenantId', 'balId'] })
export class PublicationRecord {
  [PrimaryKeyProp]?: ['tenantId', 'address'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'text' })
  address!: string;

  @Property({ type: 'text' })
  domain!: string;

  @Property({ type: 'uuid' })
  balId!: string;

  @Property({ type: 'text' })
  print!: string;

  /** The night of the feed that said it first. */
  @Property({ columnType: 'timestamptz' })
  night!: Date;
}

/** One thing the Annuaire holds against a BAL, or a domain, until it says it no more. */
@Entity({ tableName: 'publication_anomaly', ...ownedByTenant('publication_anomaly') })
@Index({
  name: 'publication_anomaly_open',
  expression: `CREATE UNIQUE INDEX publication_anomaly_open ON public.publication_anomaly USING btree (tenant_id, domain, COALESCE(address, ''::text), code) WHERE (gone_at IS NULL)`,
})
@Index({ name: 'publication_anomaly_recent', properties: ['tenantId', 'since', 'id'] })
@Index({ name: 'publication_anomaly_of_bal', properties: ['tenantId', 'balId'] })
export class PublicationAnomaly {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'text' })
  domain!: string;

  @Property({ type: 'text', nullable: true })
  address!: string | null;

  @Property({ type: 'uuid', nullable: true })
  balId!: string | null;

  @Property({ type: 'text' })
  code!: string;

  @Enum({ items: ['blocking', 'warning'] })
  severity!: 'blocking' | 'warning';

  /** The Annuaire's own words. */
  @Property({ type: 'text' })
  motive!: string;

  /** The last feed whose report said it. */
  @Property({ type: 'uuid' })
  feedId!: string;

  @Property({ columnType: 'timestamptz' })
  since!: Date;

  @Property({ columnType: 'timestamptz' })
  seenAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  goneAt!: Date | null;
}

/** What the Annuaire knows otherwise of somebody who holds a BAL: proposed to the manager. */
// EX_PBA_5100
@Entity({ tableName: 'publication_correction', ...ownedByTenant('publication_correction') })
@Index({
  name: 'publication_correction_open',
  expression: `CREATE UNIQUE INDEX publication_correction_open ON public.publication_correction USING btree (tenant_id, person_id, kind) WHERE (state = 'proposed'::text)`,
})
@Index({ name: 'publication_correction_recent', properties: ['tenantId', 'proposedAt', 'id'] })
export class PublicationCorrection {
  [PrimaryKeyProp]?: ['tenantId', 'id'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Enum({ items: ['identity', 'name'] })
  kind!: 'identity' | 'name';

  @ManyToOne(() => Bal, { joinColumns: ['tenant_id', 'bal_id'], ownColumns: ['bal_id'] })
  bal!: Bal;

  @ManyToOne(() => Person, { joinColumns: ['tenant_id', 'person_id'], ownColumns: ['person_id'] })
  person!: Person;

  /** An idNat, when that is what the Annuaire knows otherwise. */
  @Property({ type: 'text', nullable: true })
  knownIdNat!: string | null;

  @Property({ type: 'text', nullable: true })
  knownFamilyName!: string | null;

  @Property({ type: 'text', nullable: true })
  knownGivenName!: string | null;

  @Enum({ items: ['proposed', 'applied', 'declined', 'gone'] })
  state!: 'proposed' | 'applied' | 'declined' | 'gone';

  @Property({ columnType: 'timestamptz' })
  proposedAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  @Property({ type: 'text', nullable: true })
  decidedBy!: string | null;
}

/** What only the Annuaire needs to know of a BAL. */
@Entity({ tableName: 'bal_directory', ...ownedByTenant('bal_directory') })
export class BalDirectory {
  [PrimaryKeyProp]?: ['tenantId', 'bal'];

  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  @ManyToOne(() => Bal, { primary: true, joinColumns: ['tenant_id', 'bal_id'], ownColumns: ['bal_id'] })
  bal!: Bal;

  /** ServiceRattachement. */
  @Property({ type: 'text', nullable: true })
  service!: string | null;

  /** 1 for the BAL to write to first among those of its holder; the others follow. */
  @Property({ type: 'int', nullable: true })
  rank!: number | null;

  /** When it was told that nobody opens it and that it leaves sight. */
  // EX_GBM_4440
  @Property({ columnType: 'timestamptz', nullable: true })
  unopenedToldAt!: Date | null;

  /** Not before, and only when nobody came since. */
  @Property({ columnType: 'timestamptz', nullable: true })
  unpublishedFrom!: Date | null;

  /** When those who use it were written to, outside the trust space. */
  @Property({ columnType: 'timestamptz', nullable: true })
  warnedOutsideAt!: Date | null;

  /** Since when it is hidden from the Annuaire's readers because nobody opens it, whatever its holders chose. */
  @Property({ columnType: 'timestamptz', nullable: true })
  inactiveSince!: Date | null;

  /** Since when the structure hides it: an organisational BAL is its own. */
  @Property({ columnType: 'timestamptz', nullable: true })
  hiddenSince!: Date | null;

  /** Practice of a holder whom no register knows (table 15). */
  @Property({ type: 'text', nullable: true })
  civility!: string | null;

  @Property({ type: 'text', nullable: true })
  profession!: string | null;

  @Property({ type: 'text', nullable: true })
  speciality!: string | null;

  /** The ANS's approval of an internal identifier. */
  // EX_PBA_5090
  @Property({ columnType: 'timestamptz', nullable: true })
  approvalAskedAt!: Date | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  approvedAt!: Date | null;

  @Property({ type: 'text', nullable: true })
  approvalReference!: string | null;

  @Property({ type: 'int', default: 1 })
  version!: number;
}
