import { Migration } from '@mikro-orm/migrations';

/**
 * What every letter writes, as functions that PostgreSQL keeps planned: one trip for a letter instead of thirty. They run with the
 * caller's rights, within the tenant that the transaction has entered.
 */
export class FileLettersAtOnce extends Migration {
  override up(): void {
    // Counters change with every letter: room on the page lets a row change where it stands, its indexes untouched.
    this.addSql('alter table mail_folder set (fillfactor = 60)');
    this.addSql('alter table bal set (fillfactor = 60)');
    this.addSql('alter table delivery set (fillfactor = 85)');
    this.addSql('alter table mail_message set (toast_tuple_target = 4080)');

    // Bytes lie in rows that fill a page each. Set aside by PostgreSQL in its own pieces they would be four times as many rows.
    this.addSql('alter table mail_message_chunk alter column bytes set storage plain');
    // They are written with their message and leave with it, by one statement for all: a foreign key would ask for it row by row.
    this.addSql(
      'alter table mail_message_chunk drop constraint mail_message_chunk_tenant_id_message_id_foreign',
    );
    this.addSql(`
      create function remove_bytes() returns trigger language plpgsql as $$
      begin
        delete from mail_message_chunk c using gone g where c.tenant_id = g.tenant_id and c.message_id = g.id;
        return null;
      end $$`);
    this.addSql(`
      create trigger mail_message_leaves after delete on mail_message
        referencing old table as gone for each statement execute function remove_bytes()`);
    this.addSql(`
      create function keep_pieces(p_message uuid, p_from bigint, p_bytes bytea) returns void language sql as $$
        insert into mail_message_chunk (tenant_id, message_id, seq, bytes)
          select app_tenant_id(), m.id, p_from / 8000 + n, substring(p_bytes from n * 8000 + 1 for 8000)
            from mail_message m, generate_series(0, (octet_length(p_bytes) - 1) / 8000) n
           where m.tenant_id = app_tenant_id() and m.id = p_message
      $$`);
    // What was kept before in longer rows is cut anew; its owner looks over the wall for that time only.
    this.addSql('alter table mail_message_chunk no force row level security');
    this.addSql(`
      create temporary table long_bytes on commit drop as
        select tenant_id, message_id, string_agg(bytes, ''::bytea order by seq) as bytes
          from mail_message_chunk group by tenant_id, message_id`);
    this.addSql('delete from mail_message_chunk');
    this.addSql(`
      insert into mail_message_chunk (tenant_id, message_id, seq, bytes)
        select tenant_id, message_id, n, substring(bytes from n * 8000 + 1 for 8000)
          from long_bytes, generate_series(0, (octet_length(bytes) - 1) / 8000) n`);
    this.addSql('alter table mail_message_chunk force row level security');

    // The same bytes are kept once per tenant. Two transactions may keep and remove them in turn; five turns are no coincidence.
    this.addSql(`
      create function keep_message(p_id uuid, p_sha256 text, p_size bigint, p_structure jsonb, p_at timestamptz, p_first bytea)
        returns uuid language plpgsql as $$
      declare
        v_tenant uuid := app_tenant_id();
        v_id uuid;
      begin
        for turn in 1..5 loop
          insert into mail_message (tenant_id, id, sha256, size, structure, received_at)
            values (v_tenant, p_id, p_sha256, p_size, p_structure, p_at)
            on conflict (tenant_id, sha256) do nothing;
          if found then
            if p_first is not null then
              perform keep_pieces(p_id, 0, p_first);
            end if;
            return p_id;
          end if;
          select id into v_id from mail_message where tenant_id = v_tenant and sha256 = p_sha256 for key share;
          if found then
            return v_id;
          end if;
        end loop;
        raise exception 'a message with these bytes is kept and removed at the same time';
      end $$`);

    this.addSql(`
      create function announce(p_topic text, p_id uuid) returns void language plpgsql as $$
      begin
        perform pg_notify('cachet', '{"topic":"' || p_topic || '","tenant":"' || app_tenant_id() || '","id":"' || p_id || '"}');
      end $$`);

    // Rows are whole: what a row leaves out is null, but for its tenant and the message it is about.
    this.addSql(`
      create function add_deliveries(p_message uuid, p_deliveries jsonb) returns void language plpgsql as $$
      declare
        v_base delivery;
        v_row delivery;
        v_item jsonb;
      begin
        v_base.tenant_id := app_tenant_id();
        v_base.message_id := p_message;
        for v_item in select value from jsonb_array_elements(p_deliveries) loop
          v_row := jsonb_populate_record(v_base, v_item);
          insert into delivery select v_row.*;
          insert into delivery_event (tenant_id, id, delivery_id, state, at)
            values (v_row.tenant_id, (v_item ->> 'event_id')::uuid, v_row.id, v_row.state, v_row.created_at);
          perform announce('delivery', v_row.id);
          if v_item ->> 'due_domain' is not null then
            insert into outbound_due (delivery_id, tenant_id, destination_domain, due_at)
              values (v_row.id, v_row.tenant_id, v_item ->> 'due_domain', v_row.created_at);
            perform announce('outbound', v_row.id);
          end if;
        end loop;
      end $$`);

    this.addSql(`
      create function add_traces(p_message uuid, p_traces jsonb) returns void language plpgsql as $$
      declare
        v_base trace_event;
      begin
        v_base.tenant_id := app_tenant_id();
        v_base.message_id := p_message;
        insert into trace_event select t.* from jsonb_populate_recordset(v_base, p_traces) t;
      end $$`);

    // Folder before BAL, as everybody who changes both. Nothing changes unless the outcome is ok.
    this.addSql(`
      create function place_message(p_bal uuid, p_use text, p_message uuid, p_seen boolean, p_internal_date timestamptz,
                                    p_at timestamptz)
        returns table (outcome text, folder_id uuid, uid bigint) language plpgsql as $$
      declare
        v_tenant uuid := app_tenant_id();
        v_size bigint;
        v_modseq bigint;
      begin
        select m.size into v_size from mail_message m where m.tenant_id = v_tenant and m.id = p_message;
        if not found then
          raise exception 'message % was not kept in this tenant', p_message;
        end if;
        select f.id into folder_id from mail_folder f
         where f.tenant_id = v_tenant and f.bal_id = p_bal and f.special_use = p_use for no key update;
        if not found then
          outcome := 'noFolder';
          return next;
          return;
        end if;
        update bal b set used_bytes = b.used_bytes + v_size
         where b.tenant_id = v_tenant and b.id = p_bal and b.used_bytes + v_size <= b.quota_bytes;
        if not found then
          outcome := 'full';
          return next;
          return;
        end if;
        update mail_folder f
           set uid_next = f.uid_next + 1, highest_modseq = f.highest_modseq + 1, message_count = f.message_count + 1,
               unseen_count = f.unseen_count + (not p_seen)::int, size_bytes = f.size_bytes + v_size
         where f.tenant_id = v_tenant and f.id = folder_id
         returning f.uid_next - 1, f.highest_modseq into uid, v_modseq;
        insert into mail_item (tenant_id, folder_id, uid, message_id, size, flags, internal_date, saved_at, modseq)
          values (v_tenant, place_message.folder_id, place_message.uid, p_message, v_size,
                  case when p_seen then array['\\Seen'] else array[]::text[] end, p_internal_date, p_at, v_modseq);
        perform announce('folder', folder_id);
        outcome := 'ok';
        return next;
      end $$`);

    // The last statement of its transaction: from the first place on, other letters for these folders wait. Places come in the order
    // that all letters keep. CA001: the BAL named has no room. CA002: the BAL named lacks a special folder.
    this.addSql(`
      create function file_letter(p_sha256 text, p_at timestamptz, p_places jsonb, p_deliveries jsonb, p_traces jsonb) returns uuid
        language plpgsql as $$
      declare
        v_message uuid;
        v_place record;
        v_outcome text;
      begin
        select id into strict v_message from mail_message where tenant_id = app_tenant_id() and sha256 = p_sha256;
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
  }
}
