import { Migration } from '@mikro-orm/migrations';

const GROWING = [
  'mail_message',
  'mail_item',
  'mail_thread_name',
  'mail_thread_item',
  'mail_search_entry',
  'delivery',
  'delivery_event',
  'tenant_event',
  'trace_event',
];

/**
 * PostgreSQL works out a stable function while it plans: whoever had few rows when they were last counted was taken for nobody, any index that
 * begins with the tenant seemed as good as another, and each letter of a new structure was looked for among all of its letters. Asked for
 * beside, the tenant is one like the others, and of an index the rest counts. It is also worked out once a statement, not for each row.
 */
export class PlanForTenantsNotYetCounted extends Migration {
  override up(): void {
    const mine = 'tenant_id = (select app_tenant_id())';
    this.addSql(`
      do $$
      declare
        v_policy record;
      begin
        for v_policy in
          select p.polname, p.polrelid::regclass as owner from pg_policy p
            join pg_class c on c.oid = p.polrelid
           where c.relnamespace = 'public'::regnamespace
             and pg_get_expr(p.polqual, p.polrelid) = '(tenant_id = app_tenant_id())'
        loop
          execute format('alter policy %I on %s using (${mine}) with check (${mine})', v_policy.polname, v_policy.owner);
        end loop;
      end $$`);
    // What grows with every letter is counted again sooner: a new structure is a small part of it for long.
    for (const table of GROWING)
      this.addSql(`alter table ${table} set (autovacuum_analyze_scale_factor = 0.02)`);
    // As in m058; whose rows they are the policies alone say.
    this.addSql(`
      create or replace function keep_segments(p_message uuid, p_from int, p_bytes bytea) returns void language plpgsql as $$
      begin
        if octet_length(p_bytes) <= 8016 then
          insert into mail_message_chunk (tenant_id, message_id, seq, bytes)
            select m.tenant_id, m.id, p_from, p_bytes from mail_message m where m.id = p_message;
          return;
        end if;
        insert into mail_message_chunk (tenant_id, message_id, seq, bytes)
          select m.tenant_id, m.id, p_from + n, substring(p_bytes from n * 8016 + 1 for 8016)
            from mail_message m, generate_series(0, (octet_length(p_bytes) - 1) / 8016) n
           where m.id = p_message;
      end $$`);
    // As in m017.
    this.addSql(`
      create or replace function file_letter(p_content bytea, p_at timestamptz, p_places jsonb, p_deliveries jsonb, p_traces jsonb)
        returns uuid language plpgsql as $$
      declare
        v_message uuid;
        v_place record;
        v_outcome text;
      begin
        select id into strict v_message from mail_message where content_id = p_content;
        perform add_deliveries(v_message, p_deliveries);
        perform add_traces(v_message, p_traces);
        for v_place in
          select * from jsonb_to_recordset(p_places) as p(bal_id uuid, folder text, seen boolean)
        loop
          select p.outcome into v_outcome
            from place_message(v_place.bal_id, v_place.folder, v_message, v_place.seen, p_at, p_at) p;
          if v_outcome <> 'ok' then
            raise exception using
              errcode = case v_outcome when 'full' then 'CA001' else 'CA002' end, message = v_place.bal_id::text;
          end if;
        end loop;
        return v_message;
      end $$`);
    // As in m008.
    this.addSql(`
      create or replace function place_message(p_bal uuid, p_use text, p_message uuid, p_seen boolean, p_internal_date timestamptz,
                                               p_at timestamptz)
        returns table (outcome text, folder_id uuid, uid bigint) language plpgsql as $$
      declare
        v_size bigint;
        v_modseq bigint;
      begin
        select m.size into v_size from mail_message m where m.id = p_message;
        if not found then
          raise exception 'message % was not kept in this tenant', p_message;
        end if;
        select f.id into folder_id from mail_folder f where f.bal_id = p_bal and f.special_use = p_use for no key update;
        if not found then
          outcome := 'noFolder';
          return next;
          return;
        end if;
        update bal b set used_bytes = b.used_bytes + v_size
         where b.id = p_bal and b.used_bytes + v_size <= b.quota_bytes;
        if not found then
          outcome := 'full';
          return next;
          return;
        end if;
        update mail_folder f
           set uid_next = f.uid_next + 1, highest_modseq = f.highest_modseq + 1, message_count = f.message_count + 1,
               unseen_count = f.unseen_count + (not p_seen)::int, size_bytes = f.size_bytes + v_size
         where f.id = folder_id
         returning f.uid_next - 1, f.highest_modseq into uid, v_modseq;
        insert into mail_item (tenant_id, folder_id, uid, message_id, size, flags, internal_date, saved_at, modseq)
          values (app_tenant_id(), place_message.folder_id, place_message.uid, p_message, v_size,
                  case when p_seen then array['\\Seen'] else array[]::text[] end, p_internal_date, p_at, v_modseq);
        perform announce('folder', folder_id);
        outcome := 'ok';
        return next;
      end $$`);
    // As in m009.
    this.addSql(`
      create or replace function inbound_recipient(p_address text)
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
          from bal b where b.id = inbound_recipient.bal_id;
        perform set_config('app.tenant_id', coalesce(v_former, ''), true);
        if used_bytes is not null then
          return next;
        end if;
      end $$`);
    // As in m018, and what lies in one row is written at once.
    this.addSql(`
      create or replace function keep_message(p_id uuid, p_content bytea, p_size bigint, p_key_version int, p_sealed_key bytea,
                                              p_structure bytea, p_at timestamptz, p_in_blob boolean, p_first bytea)
        returns uuid language plpgsql as $$
      declare
        v_tenant uuid := app_tenant_id();
        v_id uuid;
      begin
        for turn in 1..5 loop
          insert into mail_message (tenant_id, id, content_id, size, key_version, sealed_key, sealed_structure, received_at, in_blob)
            values (v_tenant, p_id, p_content, p_size, p_key_version, p_sealed_key, p_structure, p_at, p_in_blob)
            on conflict (tenant_id, content_id) do nothing;
          if found then
            if octet_length(p_first) <= 8016 then
              insert into mail_message_chunk (tenant_id, message_id, seq, bytes) values (v_tenant, p_id, 0, p_first);
            elsif p_first is not null then
              perform keep_segments(p_id, 0, p_first);
            end if;
            return p_id;
          end if;
          select id into v_id from mail_message where content_id = p_content for key share;
          if found then
            return v_id;
          end if;
        end loop;
        raise exception 'a message with this content is kept and removed at the same time';
      end $$`);
    // As in m027.
    this.addSql(`
      create or replace function forget_texts() returns trigger language plpgsql as $$
      declare
        v_packs uuid[];
        v_bals uuid[];
      begin
        if not exists (select from mail_search_entry e join gone g on e.tenant_id = g.tenant_id and e.message_id = g.id) then
          return null;
        end if;
        select array_agg(p.id), array_agg(distinct p.bal_id) into v_packs, v_bals from (
          select p.id, p.bal_id from mail_search_pack p
           where p.id in (
             select e.pack_id from mail_search_entry e join gone g on e.tenant_id = g.tenant_id and e.message_id = g.id)
           order by p.id for update) p;
        delete from mail_search_pack p where p.id = any(v_packs);
        update mail_search_mark k set uid = 0, resets = k.resets + 1 from (
          select m.folder_id from mail_search_mark m join mail_folder f on f.tenant_id = m.tenant_id and f.id = m.folder_id
           where f.bal_id = any(v_bals)
           order by m.folder_id for update of m) held
         where k.folder_id = held.folder_id;
        return null;
      end $$`);
    // As in m050: one folder by its id, whose BAL is only judged, so that the BAL's other folders are not read.
    this.addSql(`
      create or replace function append_letter(p_tenant uuid, p_bal uuid, p_folder uuid, p_id uuid, p_content bytea, p_size bigint,
                                               p_key_version int, p_sealed_key bytea, p_structure bytea, p_at timestamptz,
                                               p_in_blob boolean, p_bytes bytea, p_flags text[], p_internal_date timestamptz,
                                               p_traces jsonb)
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
         where f.id = p_folder and (f.bal_id = p_bal) is true and f.special_use is distinct from 'sent'
         returning f.* into v_folder;
        if not found then
          raise exception using errcode = 'CA002', message = p_bal::text;
        end if;
        update bal b set used_bytes = b.used_bytes + p_size
         where b.id = p_bal and b.used_bytes + p_size <= b.quota_bytes;
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
    // As in m058.
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
         where f.id = p_folder and (f.bal_id = p_bal) is true and f.highest_modseq = p_modseq
         returning f.highest_modseq into v_modseq;
        if found then
          if cardinality(p_uids) <= v_few then
            for v_n in 1..cardinality(p_uids) loop
              update mail_item i set flags = string_to_array(p_flags[v_n], ' '), modseq = v_modseq
               where i.folder_id = p_folder and i.uid = p_uids[v_n];
            end loop;
          else
            update mail_item i set flags = string_to_array(n.flags, ' '), modseq = v_modseq
              from unnest(p_uids, p_flags) as n(uid, flags)
             where i.folder_id = p_folder and i.uid = n.uid;
          end if;
          perform add_traces(null, p_traces);
          perform announce_folder(p_folder, v_modseq);
        end if;
        perform set_config('app.tenant_id', coalesce(v_former, ''), true);
        return v_modseq;
      end $$`);
  }
}
