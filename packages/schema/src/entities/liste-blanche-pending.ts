import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** The liste blanche that was verified but is so much smaller than the one in force that it waits for a person's yes. */
@Entity({ tableName: 'liste_blanche_pending' })
export class ListeBlanchePending {
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

  @Property({ columnType: 'bytea' })
  xml!: Buffer;
}
