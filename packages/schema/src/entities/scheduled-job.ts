import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** When a job of the installation last ran, how it ended, when it is next due and where it stands. Times are of the business clock unless said. */
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

  @Property({ columnType: 'timestamptz', nullable: true })
  lastStartedAt!: Date | null;

  @Property({ type: 'int', nullable: true })
  lastDurationMs!: number | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  lastSuccessAt!: Date | null;

  /** Runs that were not done since the last one that was. */
  @Property({ type: 'int', default: 0 })
  failures: number = 0;

  /** Null for one that no process schedules. */
  @Property({ columnType: 'timestamptz', nullable: true })
  nextAt!: Date | null;

  /** Somebody asked to have it run now, and it has not yet. */
  @Property({ columnType: 'timestamptz', nullable: true })
  askedAt!: Date | null;

  /** The run under way; that of a process that died, until another takes the job. */
  @Property({ type: 'uuid', nullable: true })
  runId!: string | null;

  @Property({ columnType: 'timestamptz', nullable: true })
  runningSince!: Date | null;

  @Property({ type: 'int', nullable: true })
  done!: number | null;

  @Property({ type: 'int', nullable: true })
  total!: number | null;

  /** Where the run stands, in the job's own words, for the process that goes on with it. */
  @Property({ type: 'text', nullable: true })
  cursor!: string | null;
}
