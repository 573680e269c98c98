import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';

/** A liste blanche that was verified and accepted, kept whole: it decides for every tenant alike. */
@Entity({ tableName: 'liste_blanche_version' })
@Index({ name: 'liste_blanche_version_recent', properties: ['generatedAt'] })
export class ListeBlancheVersion {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ columnType: 'timestamptz' })
  generatedAt!: Date;

  @Property({ columnType: 'timestamptz' })
  fetchedAt!: Date;

  @Property({ type: 'text' })
  sha256!: string;

  @Property({ type: 'text' })
  signerDn!: string;

  @Property({ columnType: 'timestamptz', nullable: true })
  signerExpiresAt!: Date | null;

  @Property({ type: 'integer' })
  domainCount!: number;

  @Property({ type: 'integer' })
  rowCount!: number;

  /** The greatest is in force: neither clock tells, for either may have been wrong once. */
  @Property({ type: 'integer' })
  @Unique({ name: 'liste_blanche_version_rank_unique' })
  rank!: number;

  @Property({ columnType: 'bytea' })
  xml!: Buffer;
}
