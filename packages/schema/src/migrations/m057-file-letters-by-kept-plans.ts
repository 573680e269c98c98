import { Migration } from '@mikro-orm/migrations';

/**
 * What each letter goes through keeps its plans from one letter to the next: PostgreSQL makes those of functions in SQL anew for each transaction,
 * a sixth of what filing a short letter costs it.
 */
export class FileLettersByKeptPlans extends Migration {
  override up(): void {
    // As in m018.
    this.addSql(`
      create or replace function keep_segments(p_message uuid, p_from int, p_bytes bytea) returns void language plpgsql as $$
      begin
        insert into mail_message_chunk (tenant_id, message_id, seq, bytes)
          select app_tenant_id(), m.id, p_from + n, substring(p_bytes from n * 8016 + 1 for 8016)
            from mail_message m, generate_series(0, (octet_length(p_bytes) - 1) / 8016) n
           where m.tenant_id = app_tenant_id() and m.id = p_message;
      end $$`);
    // As before: one place for what a key's readers and its destroyer agree on.
    this.addSql(`
      create or replace function tenant_key_lock(p_tenant uuid, p_version int) returns bigint language plpgsql immutable as $$
      begin
        return hashtextextended('tenant_key ' || p_tenant || ' ' || p_version, 0);
      end $$`);
  }
}
