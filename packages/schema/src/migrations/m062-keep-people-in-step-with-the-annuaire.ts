import { Migration } from '@mikro-orm/migrations';

/** How the people of each structure stood in the Annuaire Santé when that was last looked at. */
export class KeepPeopleInStepWithTheAnnuaire extends Migration {
  override up(): void {
    this.addSql(`
      create table person_standing (
        tenant_id uuid not null,
        person_id uuid not null,
        seen_as_of timestamptz null,
        gone_since timestamptz null,
        names_told text null,
        profession text null,
        speciality text null,
        primary key (tenant_id, person_id)
      )`);
    this.addSql('alter table person_standing enable row level security');
    this.addSql('alter table person_standing force row level security');
    this.addSql(`
      create policy person_standing_tenant on person_standing
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on person_standing to cachet_app');
  }
}
