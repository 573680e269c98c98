import { Migration } from '@mikro-orm/migrations';

/**
 * How full a BAL is (0, 80, 95 or 100 per cent), noted where room is taken or given back, and whom to tell once it got fuller. A change
 * that crosses nothing pays for one comparison.
 */
export class FollowQuotas extends Migration {
  override up(): void {
    this.addSql("alter table bal add column quota_level int not null default '0'");
    this.addSql(`
      create table quota_crossing (
        tenant_id uuid not null,
        bal_id uuid not null,
        level int not null,
        crossed_at timestamptz not null,
        primary key (tenant_id, bal_id)
      )`);
    this.addSql('grant select, insert, update, delete on quota_crossing to cachet_app');

    // A BAL that turns a letter away is full whatever it holds. It is so until somebody makes room, not until anything in it moves: else
    // each letter turned away would be told anew, and the telling itself is such a move.
    this.addSql(`
      create function follow_quota() returns trigger language plpgsql as $$
      declare
        v_level int := case when new.used_bytes >= new.quota_bytes then 100
                            when new.used_bytes * 100 >= new.quota_bytes * 95 then 95
                            when new.used_bytes * 100 >= new.quota_bytes * 80 then 80
                            else 0 end;
        v_has_more_room boolean := new.used_bytes < old.used_bytes or new.quota_bytes > old.quota_bytes;
      begin
        if old.full_since is null and new.full_since is not null then
          v_level := 100;
        end if;
        if v_level < old.quota_level
           and (not v_has_more_room or (old.quota_level = 100 and v_level = 95)) then
          return new;
        end if;
        new.quota_level := v_level;
        if v_level > old.quota_level then
          insert into quota_crossing (tenant_id, bal_id, level, crossed_at)
            values (new.tenant_id, new.id, v_level, now())
            on conflict (tenant_id, bal_id) do update set level = excluded.level;
          perform announce('quota', new.id);
        end if;
        return new;
      end $$`);
    // Fires after bal_moves, whose name comes before: what that one forgot is forgotten here too.
    this.addSql(`
      create trigger bal_quota before update of used_bytes, quota_bytes, full_since on bal
        for each row when (
          old.quota_level <> case when new.used_bytes >= new.quota_bytes then 100
                                  when new.used_bytes * 100 >= new.quota_bytes * 95 then 95
                                  when new.used_bytes * 100 >= new.quota_bytes * 80 then 80
                                  else 0 end
          or (old.full_since is null and new.full_since is not null))
        execute function follow_quota()`);
  }
}
