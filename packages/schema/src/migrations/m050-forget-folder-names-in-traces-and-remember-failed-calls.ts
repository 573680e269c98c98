import { Migration } from '@mikro-orm/migrations';

/**
 * EX_GDT_5050: a folder may be named after a patient. Traces know folders by their ids alone; names are taken out of those written before,
 * which is the other change that a trace may undergo, once. A webhook remembers its last failed call, so that our own absence is no failure
 * of its receiver.
 */
export class ForgetFolderNamesInTracesAndRememberFailedCalls extends Migration {
  override up(): void {
    this.addSql('alter table webhook add column last_failed_at timestamptz null');

    // As in m029, without the name of the folder.
    this.addSql(`
      create or replace function append_letter(p_tenant uuid, p_bal uuid, p_folder uuid, p_id uuid, p_content bytea, p_size bigint,
                                    p_key_version int, p_sealed_key bytea, p_structure bytea, p_at timestamptz, p_in_blob boolean,
                                    p_bytes bytea, p_flags text[], p_internal_date timestamptz, p_traces jsonb)
        returns jsonb language plpgsql as $$
      declare
        v_former text := current_setting('app.tenant_id', true);
        v_message uuid;
        v_folder mail_folder;
      begin
        perform set_config('app.tenant_id', p_tenant::text, true);
        v_message := keep_message(p_id, p_content, p_size, p_key_version, p_sealed_key, p_structure, p_at, p_in_blob, p_bytes);
        update mail_folder f
           set uid_next = f.uid_next + 1, highest_modseq = f.highest_modseq + 1, message_count = f.message_count + 1,
               unseen_count = f.unseen_count + ('\\Seen' <> all (p_flags))::int, size_bytes = f.size_bytes + p_size
         where f.tenant_id = p_tenant and f.id = p_folder and f.bal_id = p_bal and f.special_use is distinct from 'sent'
         returning f.* into v_folder;
        if not found then
          raise exception using errcode = 'CA002', message = p_bal::text;
        end if;
        update bal b set used_bytes = b.used_bytes + p_size
         where b.tenant_id = p_tenant and b.id = p_bal and b.used_bytes + p_size <= b.quota_bytes;
        if not found then
          raise exception using errcode = 'CA001', message = p_bal::text;
        end if;
        insert into mail_item (tenant_id, folder_id, uid, message_id, size, flags, internal_date, saved_at, modseq)
          values (p_tenant, p_folder, v_folder.uid_next - 1, v_message, p_size, p_flags, p_internal_date, p_at,
                  v_folder.highest_modseq);
        perform add_traces(v_message, jsonb_set(p_traces, '{0,facts}', p_traces #> '{0,facts}'
          || jsonb_build_object('uid', v_folder.uid_next - 1)));
        perform announce_folder(p_folder, v_folder.highest_modseq);
        perform set_config('app.tenant_id', coalesce(v_former, ''), true);
        return jsonb_build_object('messageId', v_message, 'uid', v_folder.uid_next - 1, 'modseq', v_folder.highest_modseq,
                                  'uidValidity', v_folder.uid_validity);
      end $$`);

    this.addSql('alter table trace_event no force row level security');
    this.addSql('alter table trace_event disable trigger trace_event_stays');
    this.addSql(`
      update trace_event set facts = facts - 'folder' - 'target'
       where (facts ? 'folder' or facts ? 'target') and kind like any (array['message.%', 'folder.%'])`);
    this.addSql(
      "update trace_event set facts = facts - 'name' where kind = 'folder.renamed' and facts ? 'name'",
    );
    this.addSql('alter table trace_event enable trigger trace_event_stays');
    this.addSql('alter table trace_event force row level security');
  }
}
