import { Migration } from '@mikro-orm/migrations';

/**
 * A recipient judged and a letter received, each as one statement that is a transaction of its own. They enter the tenant they are
 * about, with the caller's rights, and leave the transaction in the tenant it was in.
 */
export class ReceiveInOneTrip extends Migration {
  override up(): void {
    this.addSql(`
      create function inbound_recipient(p_address text)
        returns table (tenant_id uuid, bal_id uuid, state text, used_bytes bigint, quota_bytes bigint)
        language plpgsql as $$
      declare
        v_former text := current_setting('app.tenant_id', true);
      begin
        select r.tenant_id, r.bal_id, r.state into tenant_id, bal_id, state
          from route_address r where r.address = p_address;
        if not found then
          return;
        end if;
        perform set_config('app.tenant_id', tenant_id::text, true);
        select b.used_bytes, b.quota_bytes into used_bytes, quota_bytes
          from bal b where b.tenant_id = inbound_recipient.tenant_id and b.id = inbound_recipient.bal_id;
        perform set_config('app.tenant_id', coalesce(v_former, ''), true);
        if used_bytes is not null then
          return next;
        end if;
      end $$`);

    this.addSql(`
      create function receive_letter(p_tenant uuid, p_id uuid, p_sha256 text, p_size bigint, p_structure jsonb, p_at timestamptz,
                                     p_bytes bytea, p_places jsonb, p_deliveries jsonb, p_traces jsonb)
        returns uuid language plpgsql as $$
      declare
        v_former text := current_setting('app.tenant_id', true);
        v_message uuid;
      begin
        perform set_config('app.tenant_id', p_tenant::text, true);
        perform keep_message(p_id, p_sha256, p_size, p_structure, p_at, p_bytes);
        v_message := file_letter(p_sha256, p_at, p_places, p_deliveries, p_traces);
        perform set_config('app.tenant_id', coalesce(v_former, ''), true);
        return v_message;
      end $$`);
  }
}
