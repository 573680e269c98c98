import { Migration } from '@mikro-orm/migrations';

/** EX_GBM_6010: BAL that nobody opens, whose end is announced before they are closed for good. */
export class CloseUnusedBals extends Migration {
  override up(): void {
    this.addSql('alter table bal add column closed_at timestamptz null');
    this.addSql(`
      create table bal_closure (
        tenant_id uuid not null,
        bal_id uuid not null,
        announced_at timestamptz not null,
        closes_at timestamptz not null,
        primary key (tenant_id, bal_id)
      )`);
    this.addSql(`
      alter table bal_closure
        add constraint bal_closure_tenant_id_bal_id_foreign
        foreign key (tenant_id, bal_id) references bal (tenant_id, id) on update cascade on delete cascade`);
    this.addSql('alter table bal_closure enable row level security');
    this.addSql('alter table bal_closure force row level security');
    this.addSql(`
      create policy bal_closure_tenant on bal_closure
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on bal_closure to cachet_app');
  }
}
