import { Migration } from '@mikro-orm/migrations';

/**
 * PostgreSQL plans anew, each time, what joins an array that it is given: for a short letter, or the flags of one, that cost more than the rest.
 * Few rows are written one by one, by plans that are kept. And while it knew little of a table, it looked one letter up by the index of
 * changes, and so read the whole folder each time: that index is now of those alone who ask for changes, with « modseq > 0 ».
 */
export class PlanOnceWhatEachLetterGoesThrough extends Migration {
  override up(): void {
    // Read while it is built, and locked for a moment at the end.
    this.addSql(
      'create index mail_item_changes on mail_item (tenant_id, folder_id, modseq) where modseq > 0',
    );
    this.addSql('drop index mail_item_modseq');
    this.addSql('alter index mail_item_changes rename to mail_item_modseq');
    // As in m018.
    this.addSql(`
      create or replace function keep_segments(p_message uuid, p_from int, p_bytes bytea) returns void language plpgsql as $$
      begin
        if octet_length(p_bytes) <= 8016 then
          insert into mail_message_chunk (tenant_id, message_id, seq, bytes)
            select m.tenant_id, m.id, p_from, p_bytes
              from mail_message m where m.tenant_id = app_tenant_id() and m.id = p_message;
          return;
        end if;
        insert into mail_message_chunk (tenant_id, message_id, seq, bytes)
          select m.tenant_id, m.id, p_from + n, substring(p_bytes from n * 8016 + 1 for 8016)
            from mail_message m, generate_series(0, (octet_length(p_bytes) - 1) / 8016) n
           where m.tenant_id = app_tenant_id() and m.id = p_message;
      end $$`);
    // As in m022.
    this.addSql(`
      create or replace function change_flags(p_tenant uuid, p_bal uuid, p_folder uuid, p_modseq bigint, p_uids bigint[], p_flags text[],
                                              p_unseen bigint, p_traces jsonb)
        returns bigint language plpgsql as $$
      declare
        v_former text := current_setting('app.tenant_id', true);
        v_modseq bigint;
        v_few constant int := 8;
      begin
        perform set_config('app.tenant_id', p_tenant::text, true);
        update mail_folder f
           set highest_modseq = f.highest_modseq + 1, unseen_count = f.unseen_count + p_unseen
         where f.tenant_id = p_tenant and f.id = p_folder and f.bal_id = p_bal and f.highest_modseq = p_modseq
         returning f.highest_modseq into v_modseq;
        if found then
          if cardinality(p_uids) <= v_few then
            for v_n in 1..cardinality(p_uids) loop
              update mail_item i set flags = string_to_array(p_flags[v_n], ' '), modseq = v_modseq
               where i.tenant_id = p_tenant and i.folder_id = p_folder and i.uid = p_uids[v_n];
            end loop;
          else
            update mail_item i set flags = string_to_array(n.flags, ' '), modseq = v_modseq
              from unnest(p_uids, p_flags) as n(uid, flags)
             where i.tenant_id = p_tenant and i.folder_id = p_folder and i.uid = n.uid;
          end if;
          perform add_traces(null, p_traces);
          perform announce_folder(p_folder, v_modseq);
        end if;
        perform set_config('app.tenant_id', coalesce(v_former, ''), true);
        return v_modseq;
      end $$`);
  }
}
