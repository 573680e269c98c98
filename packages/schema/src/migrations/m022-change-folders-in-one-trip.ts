import { Migration } from '@mikro-orm/migrations';

/**
 * What mail programs do most, as statements that are transactions of their own or one step of one. They decide nothing that TypeScript
 * did not write down, run with the caller's rights, and those that enter their tenant leave the transaction in the one it was in.
 */
export class ChangeFoldersInOneTrip extends Migration {
  override up(): void {
    this.addSql(`
      create function announce_folder(p_id uuid, p_modseq bigint) returns void language plpgsql as $$
      begin
        perform pg_notify('cachet', '{"topic":"folder","tenant":"' || app_tenant_id() || '","id":"' || p_id
                                    || '","modseq":' || p_modseq || '}');
      end $$`);

    // Null, and nothing changed, when the folder is not as the caller saw it. Its new modseq otherwise.
    this.addSql(`
      create function change_flags(p_tenant uuid, p_bal uuid, p_folder uuid, p_modseq bigint, p_uids bigint[], p_flags text[],
                                   p_unseen bigint, p_traces jsonb)
        returns bigint language plpgsql as $$
      declare
        v_former text := current_setting('app.tenant_id', true);
        v_modseq bigint;
      begin
        perform set_config('app.tenant_id', p_tenant::text, true);
        update mail_folder f
           set highest_modseq = f.highest_modseq + 1, unseen_count = f.unseen_count + p_unseen
         where f.tenant_id = p_tenant and f.id = p_folder and f.bal_id = p_bal and f.highest_modseq = p_modseq
         returning f.highest_modseq into v_modseq;
        if found then
          update mail_item i set flags = string_to_array(n.flags, ' '), modseq = v_modseq
            from unnest(p_uids, p_flags) as n(uid, flags)
           where i.tenant_id = p_tenant and i.folder_id = p_folder and i.uid = n.uid;
          perform add_traces(null, p_traces);
          perform announce_folder(p_folder, v_modseq);
        end if;
        perform set_config('app.tenant_id', coalesce(v_former, ''), true);
        return v_modseq;
      end $$`);

    this.addSql(`
      create function trace_acts(p_tenant uuid, p_traces jsonb) returns void language plpgsql as $$
      declare
        v_former text := current_setting('app.tenant_id', true);
      begin
        perform set_config('app.tenant_id', p_tenant::text, true);
        perform add_traces(null, p_traces);
        perform set_config('app.tenant_id', coalesce(v_former, ''), true);
      end $$`);
  }
}
