import { Migration } from '@mikro-orm/migrations';

/**
 * Each letter changes a folder, and in many processes nobody looks at folders: told on a channel of their own, these changes wake only who
 * listens to it (`FOLDER_CHANNEL`).
 */
export class TellChangesOfFoldersApart extends Migration {
  override up(): void {
    // As in m022.
    this.addSql(`
      create or replace function announce_folder(p_id uuid, p_modseq bigint) returns void language plpgsql as $$
      begin
        perform pg_notify('cachet_folder', '{"topic":"folder","tenant":"' || app_tenant_id() || '","id":"' || p_id
                                           || '","modseq":' || p_modseq || '}');
      end $$`);
    // As in m008.
    this.addSql(`
      create or replace function announce(p_topic text, p_id uuid) returns void language plpgsql as $$
      begin
        perform pg_notify(case p_topic when 'folder' then 'cachet_folder' else 'cachet' end,
                          '{"topic":"' || p_topic || '","tenant":"' || app_tenant_id() || '","id":"' || p_id || '"}');
      end $$`);
  }
}
