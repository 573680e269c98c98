import type { FeedState, PublicationAdapter } from '@cachet/mss-core';
import { Entity, Enum, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';

/**
 * One feed of a domain to the Annuaire Santé: the intent, the ticket, the report. A domain may be of several structures: what concerns one
 * of them is in its share, behind its wall.
 */
@Entity({ tableName: 'annuaire_feed' })
// RE_1.1.1_5020: once a night.
@Unique({ name: 'annuaire_feed_night', properties: ['domain', 'night'] })
@Index({ name: 'annuaire_feed_state', properties: ['state', 'nextAskAt'] })
export class AnnuaireFeed {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'text' })
  domain!: string;

  /** When the Annuaire treats it. */
  @Property({ columnType: 'timestamptz' })
  night!: Date;

  @Enum({ items: ['held', 'sending', 'sent', 'reported', 'refused', 'missed', 'unreported', 'lost'] })
  state!: FeedState;

  @Property({ columnType: 'timestamptz' })
  begunAt!: Date;

  /** The process that sends it now, until that moment of the database's clock. */
  @Property({ type: 'uuid', nullable: true })
  takenBy!: string | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  takenUntil!: Date | null;

  @Property({ type: 'int', default: 0 })
  attempts!: number;

  @Enum({ items: ['soap', 'fhir'], nullable: true })
  adapter!: PublicationAdapter | null;

  /** SHA-256 of the certificate it was sent with. */
  // EX_1.1.1_5020
  @Property({ type: 'text', nullable: true })
  certificate!: string | null;

  @Property({ type: 'text', nullable: true })
  ticket!: string | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  sentAt!: Date | null;

  @Property({ type: 'int', default: 0 })
  declared!: number;

  @Property({ type: 'int', default: 0 })
  created!: number;

  @Property({ type: 'int', default: 0 })
  changed!: number;

  @Property({ type: 'int', default: 0 })
  removed!: number;

  /** It says nothing of a domain that is being withdrawn. */
  @Property({ type: 'boolean', default: false })
  isEmptying!: boolean;

  /** What went wrong last, and in which words the operator is told. */
  @Property({ type: 'text', nullable: true })
  faultCode!: string | null;

  @Property({ type: 'text', nullable: true })
  faultFr!: string | null;

  @Property({ type: 'text', nullable: true })
  faultEn!: string | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  nextAskAt!: Date | null;

  @Property({ type: 'int', default: 0 })
  asked!: number;

  @Property({ columnType: 'timestamptz', nullable: true })
  reportedAt!: Date | null;

  /** Counts of table 23. */
  @Property({ columnType: 'jsonb', nullable: true })
  counts!: Record<string, number> | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  approvedAt!: Date | null;

  @Property({ type: 'text', nullable: true })
  approvedBy!: string | null;
}

/** A domain that is being withdrawn: emptied at the Annuaire first. */
// EX_GBM_6020
@Entity({ tableName: 'annuaire_withdrawal' })
export class AnnuaireWithdrawal {
  @PrimaryKey({ type: 'text' })
  domain!: string;

  @Property({ columnType: 'timestamptz' })
  askedAt!: Date;

  @Property({ type: 'text' })
  askedBy!: string;

  /** When the Annuaire's report showed that it holds nothing of the domain any more. */
  @Property({ columnType: 'timestamptz', nullable: true })
  emptiedAt!: Date | null;
}
