import { Migration } from '@mikro-orm/migrations';

/**
 * Tenants' keys that another has followed are destroyed once nothing needs them: their row stays, as proof, without an octet of the key. Who keeps a
 * message shares a lock on the key that wraps its own; who destroys a key has that lock alone, so that none is destroyed under a message
 * about to be committed, and a process that has not heard of it keeps nothing that could never be opened.
 */
export class DestroyRetiredKeys extends Migration {
  override up(): void {
    this.addSql('alter table tenant_key add column destroyed_at timestamptz null');
    this.addSql(`
      alter table tenant_key
        add constraint tenant_key_destroyed_check
        check (length(wrapped) > 0 or (retired_at is not null and destroyed_at is not null))`);
    this.addSql(`
      create function tenant_key_lock(p_tenant uuid, p_version int) returns bigint language sql immutable as $$
        select hashtextextended('tenant_key ' || p_tenant || ' ' || p_version, 0)
      $$`);
    // CA003: the key that wraps this message's was destroyed since it was read.
    this.addSql(`
      create function hold_tenant_key() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock_shared(tenant_key_lock(new.tenant_id, new.key_version));
        if exists (select from tenant_key k
                    where k.tenant_id = new.tenant_id and k.version = new.key_version and k.wrapped = '') then
          raise exception using errcode = 'CA003', message = new.key_version::text;
        end if;
        return new;
      end $$`);
    this.addSql(`
      create trigger mail_message_key before insert or update of key_version on mail_message
        for each row when (new.key_version is not null) execute function hold_tenant_key()`);
  }
}
