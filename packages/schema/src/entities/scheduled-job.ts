import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** When a job of the installation last ran and how it ended. */
@Entity({ tableName: 'scheduled_job' })
export class ScheduledJob {
  [PrimaryKeyProp]?: 'name';

  @PrimaryKey({ type: 'text' })
  name!: string;

  @Property({ columnType: 'timestamptz', nullable: true })
  lastRunAt!: Date | null;

  @Property({ type: 'text', nullable: true })
  lastOutcome!: string | null;

  /** The process that runs it now, until that moment of the database's clock. */
  @Property({ type: 'uuid', nullable: true })
  takenBy!: string | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  takenUntil!: Date | null;
}
