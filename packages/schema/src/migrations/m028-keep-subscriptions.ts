import { Migration } from '@mikro-orm/migrations';

/** RFC 3501 §6.3.6: a name stays subscribed when its folder is deleted or renamed. */
export class KeepSubscriptions extends Migration {
  override up(): void {
    this.addSql(`
      create table mail_kept_subscription (
        tenant_id uuid not null,
        bal_id uuid not null,
        name text not null,
        kept_at timestamptz not null,
        primary key (tenant_id, bal_id, name)
      )`);
    this.addSql(`
      alter table mail_kept_subscription
        add constraint mail_kept_subscription_tenant_id_bal_id_foreign
        foreign key (tenant_id, bal_id) references bal (tenant_id, id) on update cascade on delete cascade`);
    this.addSql('alter table mail_kept_subscription enable row level security');
    this.addSql('alter table mail_kept_subscription force row level security');
    this.addSql(`
      create policy mail_kept_subscription_tenant on mail_kept_subscription
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, delete on mail_kept_subscription to cachet_app');
  }
}
