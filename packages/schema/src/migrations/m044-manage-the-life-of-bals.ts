import { Migration } from '@mikro-orm/migrations';

const FOUR_STATES = "('pending', 'active', 'suspended', 'deleted')";

/**
 * BAL that are opened, changed, suspended and deleted by those who manage them: why and by whom, at which place of care; addresses that rest
 * before somebody else has them; what deleted BAL still hold; letters that a BAL answers by itself.
 */
export class ManageTheLifeOfBals extends Migration {
  override up(): void {
    this.#states();
    this.#addresses();
    this.#places();
    this.#replies();
  }

  #states(): void {
    this.addSql('alter table bal drop constraint bal_state_check');
    this.addSql(`alter table bal add constraint bal_state_check check (state in ${FOUR_STATES})`);
    this.addSql(`
      alter table bal
        add column version int not null default '1',
        add column finess text null,
        add column is_shared boolean not null default false,
        add column state_motive text null,
        add column state_note text null,
        add column state_by text null,
        add column state_at timestamptz null,
        add column emptied_at timestamptz null`);
    // An address that rested long enough is another BAL's; the row of the former one stays, for its traces.
    this.addSql('alter table bal drop constraint bal_address_unique');
    this.addSql(`
      create unique index bal_address_unique on bal (tenant_id, address) where state <> 'deleted'`);
    this.addSql('create index bal_by_address on bal (tenant_id, address, id)');
    this.addSql(`create index bal_suspended on bal (tenant_id, address, id) where state = 'suspended'`);
  }

  #addresses(): void {
    this.addSql('alter table route_address drop constraint route_address_state_check');
    this.addSql(`
      alter table route_address add constraint route_address_state_check check (state in ${FOUR_STATES})`);
    this.addSql(`
      alter table route_address
        add column is_test boolean not null default false,
        add column former_holder text null,
        add column free_at timestamptz null`);
    this.addSql(
      `create index route_address_test on route_address (address) where is_test and state <> 'deleted'`,
    );
    this.addSql(`
      create table bal_removal (
        tenant_id uuid not null,
        bal_id uuid not null,
        asked_at timestamptz not null,
        primary key (tenant_id, bal_id)
      )`);
    this.addSql('create index bal_removal_oldest on bal_removal (asked_at)');
    this.addSql('grant select, insert, update, delete on bal_removal to cachet_app');
    // Those closed before this: their addresses were given to nobody, and stay so.
    this.addSql('alter table bal no force row level security');
    this.addSql(`
      insert into route_address (address, tenant_id, bal_id, state, free_at)
      select address, tenant_id, id, 'deleted', 'infinity' from bal where closed_at is not null
          on conflict do nothing`);
    this.addSql(
      `update bal set state = 'deleted', state_at = closed_at, state_motive = 'inactivity' where closed_at is not null`,
    );
    this.addSql(`
      update route_address r set is_test = true from bal b
       where b.tenant_id = r.tenant_id and b.id = r.bal_id and b.is_test`);
    this.addSql('alter table bal force row level security');
  }

  #places(): void {
    this.addSql(`
      create table tenant_place (
        tenant_id uuid not null,
        finess text not null,
        name text not null,
        added_at timestamptz not null,
        primary key (tenant_id, finess)
      )`);
    this.#wall('tenant_place');
    this.addSql('grant select, insert, update, delete on tenant_place to cachet_app');
  }

  #replies(): void {
    this.addSql(`
      create table bal_reply (
        tenant_id uuid not null,
        bal_id uuid not null,
        kind text not null,
        title text not null,
        text text not null,
        starts_at timestamptz not null,
        ends_at timestamptz null,
        version int not null default '1',
        changed_at timestamptz not null,
        primary key (tenant_id, bal_id)
      )`);
    this.addSql(`
      alter table bal_reply add constraint bal_reply_kind_check check (kind in ('absence', 'automatic'))`);
    this.#ofBal('bal_reply');
    this.#wall('bal_reply');
    this.addSql('grant select, insert, update, delete on bal_reply to cachet_app');

    this.addSql(`
      create table reply_told (
        tenant_id uuid not null,
        bal_id uuid not null,
        correspondent text not null,
        told_at timestamptz not null,
        primary key (tenant_id, bal_id, correspondent)
      )`);
    this.#ofBal('reply_told');
    this.#wall('reply_told');
    this.addSql('grant select, insert, update, delete on reply_told to cachet_app');

    this.addSql(`
      create table reply_due (
        tenant_id uuid not null,
        delivery_id uuid not null,
        due_at timestamptz not null,
        primary key (tenant_id, delivery_id)
      )`);
    this.addSql('create index reply_due_oldest on reply_due (due_at)');
    this.addSql('grant select, insert, update, delete on reply_due to cachet_app');

    // In the transaction that keeps the letter: what is to be answered is known as surely as the letter is kept.
    this.addSql(`
      create function note_reply() returns trigger language plpgsql as $$
      begin
        if exists (select from bal_reply r where r.tenant_id = new.tenant_id and r.bal_id = new.bal_id) then
          insert into reply_due (tenant_id, delivery_id, due_at) values (new.tenant_id, new.id, new.created_at);
          perform announce('reply', new.id);
        end if;
        return null;
      end $$`);
    this.addSql(`
      create trigger delivery_reply after insert on delivery
        for each row when (new.direction = 'inbound' and new.state = 'delivered' and new.sender is not null)
        execute function note_reply()`);
  }

  #ofBal(table: string): void {
    this.addSql(`
      alter table ${table}
        add constraint ${table}_tenant_id_bal_id_foreign
        foreign key (tenant_id, bal_id) references bal (tenant_id, id) on update cascade on delete cascade`);
  }

  #wall(table: string): void {
    this.addSql(`alter table ${table} enable row level security`);
    this.addSql(`alter table ${table} force row level security`);
    this.addSql(`
      create policy ${table}_tenant on ${table}
        using (tenant_id = app_tenant_id())
        with check (tenant_id = app_tenant_id())`);
  }
}
