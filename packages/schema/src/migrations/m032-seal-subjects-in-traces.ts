import { Migration } from '@mikro-orm/migrations';

/**
 * EX_GDT_5050: a subject may tell of somebody's health; a trace holds it sealed, under a key that is not in the database. Those written
 * before are sealed where they lie, which is the one change that a trace may undergo.
 */
export class SealSubjectsInTraces extends Migration {
  override up(): void {
    this.addSql('alter table trace_event add column sealed_subject bytea null');
    this.addSql(
      `create index trace_event_clear_subject on trace_event (tenant_id, id) where facts ? 'subject'`,
    );
    this.addSql(`
      create function only_seal_subject() returns trigger language plpgsql as $$
      begin
        if old.sealed_subject is null and new.sealed_subject is not null
           and old.facts ? 'subject' and new.facts = old.facts - 'subject' then
          return new;
        end if;
        raise exception using errcode = '42501', message = 'a trace is never changed';
      end $$`);
    this.addSql(`
      create trigger trace_event_stays before update on trace_event
        for each row execute function only_seal_subject()`);
    this.addSql('grant update (facts, sealed_subject) on trace_event to cachet_app');
  }
}
