import { Migration } from '@mikro-orm/migrations';

/**
 * Messages sealed before they come here: PostgreSQL is given no octet that it could read. What was kept before stays as it is until
 * it is sealed by whoever holds the keys.
 */
export class SealMessages extends Migration {
  override up(): void {
    this.addSql(`
      create table tenant_key (
        tenant_id uuid not null,
        version int not null,
        master text not null,
        wrapped bytea not null,
        created_at timestamptz not null,
        retired_at timestamptz null,
        primary key (tenant_id, version)
      )`);
    this.addSql('alter table tenant_key enable row level security');
    this.addSql('alter table tenant_key force row level security');
    this.addSql(`
      create policy tenant_key_tenant on tenant_key
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, update, delete on tenant_key to cachet_app');

    this.addSql(`
      alter table mail_message
        alter column sha256 drop not null,
        alter column structure drop not null,
        add column content_id bytea null,
        add column key_version int null,
        add column sealed_key bytea null,
        add column sealed_structure bytea null`);
    this.addSql('alter table mail_message drop constraint mail_message_sha256_unique');
    this.addSql(
      'alter table mail_message add constraint mail_message_content_unique unique (tenant_id, content_id)',
    );
    // What is sealed cannot be compressed: PostgreSQL need not try.
    this.addSql('alter table mail_message alter column sealed_structure set storage external');

    this.addSql(
      'drop function receive_letter(uuid, uuid, text, bigint, jsonb, timestamptz, bytea, jsonb, jsonb, jsonb)',
    );
    this.addSql('drop function file_letter(text, timestamptz, jsonb, jsonb, jsonb)');
    this.addSql('drop function keep_message(uuid, text, bigint, jsonb, timestamptz, bytea)');
    this.addSql('drop function keep_pieces(uuid, bigint, bytea)');

    // A row holds one segment: 8,000 octets and their tag.
    this.addSql(`
      create function keep_segments(p_message uuid, p_from int, p_bytes bytea) returns void language sql as $$
        insert into mail_message_chunk (tenant_id, message_id, seq, bytes)
          select app_tenant_id(), m.id, p_from + n, substring(p_bytes from n * 8016 + 1 for 8016)
            from mail_message m, generate_series(0, (octet_length(p_bytes) - 1) / 8016) n
           where m.tenant_id = app_tenant_id() and m.id = p_message
      $$`);
    // The same content is kept once per tenant. Two transactions may keep and remove it in turn; five turns are no coincidence.
    this.addSql(`
      create function keep_message(p_id uuid, p_content bytea, p_size bigint, p_key_version int, p_sealed_key bytea,
                                   p_structure bytea, p_at timestamptz, p_first bytea)
        returns uuid language plpgsql as $$
      declare
        v_tenant uuid := app_tenant_id();
        v_id uuid;
      begin
        for turn in 1..5 loop
          insert into mail_message (tenant_id, id, content_id, size, key_version, sealed_key, sealed_structure, received_at)
            values (v_tenant, p_id, p_content, p_size, p_key_version, p_sealed_key, p_structure, p_at)
            on conflict (tenant_id, content_id) do nothing;
          if found then
            if p_first is not null then
              perform keep_segments(p_id, 0, p_first);
            end if;
            return p_id;
          end if;
          select id into v_id from mail_message where tenant_id = v_tenant and content_id = p_content for key share;
          if found then
            return v_id;
          end if;
        end loop;
        raise exception 'a message with this content is kept and removed at the same time';
      end $$`);

    // The last statement of its transaction: from the first place on, other letters for these folders wait. Places come in the order
    // that all letters keep. CA001: the BAL named has no room. CA002: the BAL named lacks a special folder.
    this.addSql(`
      create function file_letter(p_content bytea, p_at timestamptz, p_places jsonb, p_deliveries jsonb, p_traces jsonb)
        returns uuid language plpgsql as $$
      declare
        v_message uuid;
        v_place record;
        v_outcome text;
      begin
        select id into strict v_message from mail_message where tenant_id = app_tenant_id() and content_id = p_content;
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
    this.addSql(`
      create function receive_letter(p_tenant uuid, p_id uuid, p_content bytea, p_size bigint, p_key_version int,
                                     p_sealed_key bytea, p_structure bytea, p_at timestamptz, p_bytes bytea,
                                     p_places jsonb, p_deliveries jsonb, p_traces jsonb)
        returns uuid language plpgsql as $$
      declare
        v_former text := current_setting('app.tenant_id', true);
        v_message uuid;
      begin
        perform set_config('app.tenant_id', p_tenant::text, true);
        perform keep_message(p_id, p_content, p_size, p_key_version, p_sealed_key, p_structure, p_at, p_bytes);
        v_message := file_letter(p_content, p_at, p_places, p_deliveries, p_traces);
        perform set_config('app.tenant_id', coalesce(v_former, ''), true);
        return v_message;
      end $$`);
  }
}
