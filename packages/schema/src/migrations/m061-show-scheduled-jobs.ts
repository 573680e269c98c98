import { Migration } from '@mikro-orm/migrations';

/** How each scheduled job goes, when it is next due, where it stands, and its last runs. */
export class ShowScheduledJobs extends Migration {
  override up(): void {
    this.addSql(`
      alter table scheduled_job
        add column last_started_at timestamptz null,
        add column last_duration_ms int null,
        add column last_success_at timestamptz null,
        add column failures int not null default 0,
        add column next_at timestamptz null,
        add column asked_at timestamptz null,
        add column run_id uuid null,
        add column running_since timestamptz null,
        add column done int null,
        add column total int null,
        add column cursor text null`);
    this.addSql("update scheduled_job set last_success_at = last_run_at where last_outcome = 'ok'");

    this.addSql(`
      create table job_run (
        id uuid not null,
        name text not null,
        started_at timestamptz not null,
        ended_at timestamptz null,
        duration_ms int null,
        outcome text null,
        was_asked boolean not null,
        done int null,
        total int null,
        primary key (id)
      )`);
    this.addSql('create index job_run_recent on job_run (name, started_at, id)');
    this.addSql('grant select, insert, update, delete on job_run to cachet_app');
  }
}
