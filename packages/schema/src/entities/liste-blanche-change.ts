import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** What one version of the liste blanche changed for one domain; outlives the bytes of the version. */
@Entity({ tableName: 'liste_blanche_change' })
@Index({ name: 'liste_blanche_change_recent', properties: ['at', 'id'] })
export class ListeBlancheChange {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ columnType: 'timestamptz' })
  at!: Date;

  @Property({ type: 'uuid' })
  versionId!: string;

  @Enum({ items: ['domainAdded', 'domainRemoved', 'dnChanged'] })
  kind!: 'domainAdded' | 'domainRemoved' | 'dnChanged';

  @Property({ type: 'text' })
  domain!: string;

  @Property({ columnType: 'jsonb' })
  former!: string[];

  @Property({ columnType: 'jsonb' })
  present!: string[];
}
