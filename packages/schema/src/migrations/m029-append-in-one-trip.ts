import { Migration } from '@mikro-orm/migrations';

/** A letter that a mail program files, as one statement that is a transaction of its own; the caller's rights and tenant hold in it. */
export class AppendInOneTrip extends Migration {
  override up(): void {
    // CA002 where the BAL has no such folder, and for its folder Sent, whose letters are looked for first; CA001 where it has no room.
    // Bytes, folder, BAL: in the order of all who file letters. The one trace of p_traces is told which folder and uid.
    this.addSql(`
      create function append_letter(p_tenant uuid, p_bal uuid, p_folder uuid, p_id uuid, p_content bytea, p_size bigint,
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
          || jsonb_build_object('folder', v_folder.name, 'uid', v_folder.uid_next - 1)));
        perform announce_folder(p_folder, v_folder.highest_modseq);
        perform set_config('app.tenant_id', coalesce(v_former, ''), true);
        return jsonb_build_object('messageId', v_message, 'uid', v_folder.uid_next - 1, 'modseq', v_folder.highest_modseq,
                                  'uidValidity', v_folder.uid_validity);
      end $$`);
  }
}
