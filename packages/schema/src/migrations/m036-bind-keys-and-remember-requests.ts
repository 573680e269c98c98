import { Migration } from '@mikro-orm/migrations';

/** Keys are bound to networks and to the key that made them, hand out short tokens, and a request sent twice is known again. */
export class BindKeysAndRememberRequests extends Migration {
  override up(): void {
    this.addSql(`alter table api_key add column networks text[] not null default '{}'`);
    this.addSql('alter table api_key add column made_by uuid null');
    this.addSql('create index api_key_made_by on api_key (tenant_id, made_by)');

    this.addSql(`
      create table route_api_token (
        token_hash bytea not null,
        tenant_id uuid not null,
        api_key_id uuid not null,
        scopes text[] not null,
        expires_at timestamptz not null,
        primary key (token_hash)
      )`);
    this.addSql('create index route_api_token_key on route_api_token (tenant_id, api_key_id)');
    this.addSql('create index route_api_token_expiry on route_api_token (expires_at)');
    this.addSql('grant select, insert, delete on route_api_token to cachet_app');

    this.addSql(`
      create table api_request (
        tenant_id uuid not null,
        caller text not null,
        key_hash bytea not null,
        body_mac bytea not null,
        state text not null,
        sealed_answer bytea null,
        begun_at timestamptz not null,
        expires_at timestamptz not null,
        primary key (tenant_id, caller, key_hash)
      )`);
    this.addSql('create index api_request_expiry on api_request (tenant_id, expires_at)');
    this.addSql(`
      alter table api_request
        add constraint api_request_state_check check (state in ('underway', 'answered', 'unknown'))`);
    this.addSql('alter table api_request enable row level security');
    this.addSql('alter table api_request force row level security');
    this.addSql(`
      create policy api_request_tenant on api_request
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on api_request to cachet_app');
  }
}
