import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** One run of a scheduled job. Its times are of the business clock, how long it took of none. */
@Entity({ tableName: 'job_run' })
@Index({ name: 'job_run_recent', properties: ['name', 'startedAt', 'id'] })
export class JobRun {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'text' })
  name!: string;

  @Property({ columnType: 'timestamptz' })
  startedAt!: Date;

  @Property({ columnType: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  @Property({ type: 'int', nullable: true })
  durationMs!: number | null;

  /** Null while it runs. */
  @Property({ type: 'text', nullable: true })
  outcome!: string | null;

  /** Somebody asked for it, before its time. */
  @Property({ type: 'boolean' })
  wasAsked!: boolean;

  @Property({ type: 'int', nullable: true })
  done!: number | null;

  @Property({ type: 'int', nullable: true })
  total!: number | null;
}
