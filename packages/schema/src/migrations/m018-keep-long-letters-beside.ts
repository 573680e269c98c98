import { Migration } from '@mikro-orm/migrations';

/** The bytes of long letters beside the database, and which of them are to be removed since their letter left. */
export class KeepLongLettersBeside extends Migration {
  override up(): void {
    this.addSql('alter table mail_message add column in_blob boolean not null default false');

    this.addSql(`
      create table blob_removal (
        tenant_id uuid not null,
        blob_id uuid not null,
        asked_at timestamptz not null,
        primary key (tenant_id, blob_id)
      )`);
    this.addSql('alter table blob_removal enable row level security');
    this.addSql('alter table blob_removal force row level security');
    this.addSql(`
      create policy blob_removal_tenant on blob_removal
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
    this.addSql('grant select, insert, delete on blob_removal to cachet_app');

    // In the transaction in which a letter leaves, so that its bytes leave if, and only if, it does.
    this.addSql(`
      create or replace function remove_bytes() returns trigger language plpgsql as $$
      begin
        delete from mail_message_chunk c using gone g where c.tenant_id = g.tenant_id and c.message_id = g.id;
        insert into blob_removal (tenant_id, blob_id, asked_at)
          select g.tenant_id, g.id, now() from gone g where g.in_blob on conflict do nothing;
        return null;
      end $$`);

    this.addSql(
      'drop function receive_letter(uuid, uuid, bytea, bigint, int, bytea, bytea, timestamptz, bytea, jsonb, jsonb, jsonb)',
    );
    this.addSql('drop function keep_message(uuid, bytea, bigint, int, bytea, bytea, timestamptz, bytea)');
    // The same content is kept once per tenant. Two transactions may keep and remove it in turn; five turns are no coincidence.
    this.addSql(`
      create function keep_message(p_id uuid, p_content bytea, p_size bigint, p_key_version int, p_sealed_key bytea,
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
    this.addSql(`
      create function receive_letter(p_tenant uuid, p_id uuid, p_content bytea, p_size bigint, p_key_version int,
                                     p_sealed_key bytea, p_structure bytea, p_at timestamptz, p_in_blob boolean, p_bytes bytea,
                                     p_places jsonb, p_deliveries jsonb, p_traces jsonb)
        returns uuid language plpgsql as $$
      declare
        v_former text := current_setting('app.tenant_id', true);
        v_message uuid;
      begin
        perform set_config('app.tenant_id', p_tenant::text, true);
        perform keep_message(p_id, p_content, p_size, p_key_version, p_sealed_key, p_structure, p_at, p_in_blob, p_bytes);
        v_message := file_letter(p_content, p_at, p_places, p_deliveries, p_traces);
        perform set_config('app.tenant_id', coalesce(v_former, ''), true);
        return v_message;
      end $$`);
  }
}
