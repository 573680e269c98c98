import type { IdNat, NewSecoursFactor, SecoursFactor, SecoursHolder, SecoursStore } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';

interface FactorRow {
  person_id: string;
  id_nat: IdNat;
  name: string;
  passphrase_hash: string;
  sealed_secret: Buffer;
  last_step: number;
  attempts: number;
  waits_until: Date | null;
}

const COLUMNS = `f.person_id, p.id_nat, p.given_name || ' ' || p.family_name as name, f.passphrase_hash, f.sealed_secret,
  f.last_step, f.attempts, f.waits_until`;
const OWNED = 'secours_factor f join person p on p.tenant_id = f.tenant_id and p.id = f.person_id';

/** The access de secours of one tenant. What ends here ends the sessions it opened, in the same transaction. */
export class PgSecours implements SecoursStore {
  constructor(private readonly sql: TenantSql) {}

  async isOn(): Promise<boolean> {
    const rows = await this.sql.query('select from secours_policy where tenant_id = $1 and is_on', [
      this.#tenant,
    ]);
    return rows.length > 0;
  }

  async turn(on: boolean): Promise<void> {
    await this.sql.query(
      `insert into secours_policy (tenant_id, is_on, changed_at) values ($1, $2, $3)
       on conflict (tenant_id) do update set is_on = excluded.is_on, changed_at = excluded.changed_at`,
      [this.#tenant, on, this.sql.context.at],
    );
    await this.sql.query(
      on
        ? 'insert into route_secours (tenant_id) values ($1) on conflict do nothing'
        : 'delete from route_secours where tenant_id = $1',
      [this.#tenant],
    );
    await this.sql.notify('secours', this.#tenant);
    if (!on) await this.#endSessions(null);
  }

  async personIdOf(idNat: IdNat): Promise<string | null> {
    const [row] = await this.sql.query<{ id: string }>(
      'select id from person where tenant_id = $1 and id_nat = $2',
      [this.#tenant, idNat],
    );
    return row?.id ?? null;
  }

  async enrolledAt(idNat: IdNat): Promise<Date | null> {
    const [row] = await this.sql.query<{ confirmed_at: Date | null }>(
      `select f.confirmed_at from ${OWNED} where f.tenant_id = $1 and p.id_nat = $2`,
      [this.#tenant, idNat],
    );
    return row?.confirmed_at ?? null;
  }

  /** In order of name, 500 at most. */
  async holders(): Promise<readonly SecoursHolder[]> {
    return this.sql.query<SecoursHolder>(
      `select p.id_nat as "idNat", p.given_name || ' ' || p.family_name as name, f.confirmed_at as "enrolledAt"
         from ${OWNED} where f.tenant_id = $1 and f.confirmed_at is not null
        order by p.family_name, p.given_name, p.id limit 500`,
      [this.#tenant],
    );
  }

  async begin(
    personId: string,
    { selector, passphraseHash, sealedSecret }: NewSecoursFactor,
  ): Promise<boolean> {
    const rows = await this.sql.query(
      `insert into secours_factor
         (tenant_id, person_id, selector, passphrase_hash, sealed_secret, begun_at, last_step, attempts)
       values ($1, $2, $3, $4, $5, $6, 0, 0)
       on conflict do nothing returning person_id`,
      [
        ...[this.#tenant, personId, selector, passphraseHash],
        ...[Buffer.from(sealedSecret), this.sql.context.at],
      ],
    );
    return rows.length > 0;
  }

  async unconfirmed(idNat: IdNat): Promise<SecoursFactor | null> {
    return this.#one('p.id_nat = $2 and f.confirmed_at is null', idNat);
  }

  async confirm(personId: string, step: number): Promise<void> {
    await this.sql.query(
      'update secours_factor set confirmed_at = $3, last_step = $4 where tenant_id = $1 and person_id = $2',
      [this.#tenant, personId, this.sql.context.at, step],
    );
  }

  async revoke(idNat: IdNat): Promise<boolean> {
    const [gone] = await this.sql.query<{ confirmed_at: Date | null }>(
      `delete from secours_factor f using person p
        where f.tenant_id = $1 and p.tenant_id = f.tenant_id and p.id = f.person_id and p.id_nat = $2
       returning f.confirmed_at`,
      [this.#tenant, idNat],
    );
    if (gone) await this.#endSessions(idNat);
    return gone !== undefined;
  }

  async bySelector(selector: string): Promise<SecoursFactor | null> {
    return this.#one(
      `f.selector = $2 and f.confirmed_at is not null
       and exists (select from secours_policy s where s.tenant_id = f.tenant_id and s.is_on)`,
      selector,
    );
  }

  async charge(personId: string, attempts: number, waitsUntil: Date | null): Promise<void> {
    await this.sql.query(
      'update secours_factor set attempts = $3, waits_until = $4 where tenant_id = $1 and person_id = $2',
      [this.#tenant, personId, attempts, waitsUntil],
    );
  }

  async take(personId: string, step: number): Promise<void> {
    await this.sql.query(
      `update secours_factor set last_step = $3, attempts = 0, waits_until = null
        where tenant_id = $1 and person_id = $2`,
      [this.#tenant, personId, step],
    );
  }

  get #tenant() {
    return this.sql.context.tenantId;
  }

  async #one(condition: string, value: string): Promise<SecoursFactor | null> {
    const [row] = await this.sql.query<FactorRow>(
      `select ${COLUMNS} from ${OWNED} where f.tenant_id = $1 and ${condition} for update of f`,
      [this.#tenant, value],
    );
    return row ? factorOf(row) : null;
  }

  /** Of that person, or of everybody: portal sessions end here, those of mail ask again when their BAL is announced. */
  async #endSessions(idNat: IdNat | null): Promise<void> {
    const sessions = await this.sql.query<{ id: string }>(
      `update portal_session set ended_at = now()
        where secours_of = $1 and ($2::text is null or id_nat = $2) and ended_at is null returning id`,
      [this.#tenant, idNat],
    );
    for (const { id } of sessions) await this.sql.notify('session', id);
    const bals = await this.sql.query<{ id: string }>(
      `select distinct a.bal_id as id from bal_access a join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
        where a.tenant_id = $1 and case when $2::text is null
          then exists (select from secours_factor f where f.tenant_id = a.tenant_id and f.person_id = a.person_id)
          else p.id_nat = $2 end`,
      [this.#tenant, idNat],
    );
    for (const { id } of bals) await this.sql.notify('bal', id);
  }
}

function factorOf(row: FactorRow): SecoursFactor {
  return {
    personId: row.person_id,
    idNat: row.id_nat,
    name: row.name,
    passphraseHash: row.passphrase_hash,
    sealedSecret: row.sealed_secret,
    lastStep: row.last_step,
    attempts: row.attempts,
    waitsUntil: row.waits_until,
  };
}
