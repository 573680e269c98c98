import type {
  IdNat,
  NewPortalSession,
  PortalHolder,
  PortalPerson,
  PscSessions,
  TenantId,
  ToldLogout,
} from '@cachet/mss-core';
import type { Database } from '../database.js';
import type { SharedSql } from '../sql.js';

/** A portal session in force. */
export interface PortalSession {
  readonly id: string;
  readonly idNat: IdNat;
  readonly name: string;
  readonly acr: string | null;
  readonly secoursOf: TenantId | null;
  readonly structureOf: TenantId | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  /** Its latest end, however much it is used. */
  readonly expiresAt: Date;
}

/** A session as it is used, with the tenants that know its person (RoutePerson). */
export interface UsedPortalSession extends PortalSession {
  readonly tenants: readonly TenantId[];
}

interface SessionRow {
  id: string;
  id_nat: IdNat;
  name: string;
  acr: string | null;
  secours_of: TenantId | null;
  structure_of: TenantId | null;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
}

const COLUMNS = 'id, id_nat, name, acr, secours_of, structure_of, created_at, last_seen_at, expires_at';

/**
 * The sessions that a logout of `$1` (sub) in `$2` (sid) ends: that one, those of that person of which we know no other name, or all of
 * theirs when none is named.
 */
const CAME_FROM = (provider: 'psc' | 'structure') => `case
  when $2::text is null then ${provider}_sub = $1::text
  else (${provider}_sid = $2::text and coalesce(${provider}_sub = $1::text, true))
    or (${provider}_sid is null and ${provider}_sub = $1::text) end`;
const CAME_FROM_PSC = CAME_FROM('psc');

/** A session used again within this time is not written again. */
const SEEN_MS = 5_000;

/** Portal sessions, across tenants, kept by the SHA-256 of their token. Times are of the wall clock. */
export class PgPortalSessions implements PscSessions {
  constructor(private readonly sql: SharedSql) {}

  async open(session: NewPortalSession, person: PortalPerson): Promise<void> {
    await this.sql.query(
      `insert into portal_session
         (token_hash, id, id_nat, name, acr, secours_of, structure_of, psc_sub, psc_sid,
          structure_sub, structure_sid, created_at, last_seen_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)`,
      [
        Buffer.from(session.tokenHash),
        session.id,
        person.idNat,
        person.name,
        person.acr,
        person.secoursOf ?? null,
        person.structureOf ?? null,
        person.psc?.sub ?? null,
        person.psc?.sid ?? null,
        person.structureSession?.sub ?? null,
        person.structureSession?.sid ?? null,
        session.createdAt,
        session.expiresAt,
      ],
    );
  }

  /**
   * The session of a token, when not ended, not past its latest end and seen within `idle` ms; seen again now. A session seen a moment ago
   * is only read: to the nearest hundredth of `idle`, at the latest after five seconds.
   */
  static async use(
    database: Pick<Database, 'alone'>,
    tokenHash: Uint8Array,
    now: Date,
    idle: number,
  ): Promise<UsedPortalSession | null> {
    const before = (ms: number) => new Date(now.getTime() - ms);
    const [row] = await database.alone<SessionRow & { tenants: readonly TenantId[] }>({
      text: `with open as materialized (
               select ${COLUMNS} from portal_session
                where token_hash = $1 and ended_at is null and $2 < expires_at and $3 < last_seen_at),
             seen as (
               update portal_session set last_seen_at = $2
                where token_hash = $1 and ended_at is null and $2 < expires_at and $3 < last_seen_at and last_seen_at <= $4)
             select ${COLUMNS},
                    array(select r.tenant_id from route_person r where r.id_nat = open.id_nat order by r.tenant_id) as tenants
               from open`,
      values: [Buffer.from(tokenHash), now, before(idle), before(Math.min(SEEN_MS, idle / 100))],
    });
    return row ? { ...sessionOf(row), lastSeenAt: now, tenants: row.tenants } : null;
  }

  /** The session of that id under the same conditions, without counting as a use: for what stays open by itself. */
  async byId(id: string, now: Date, idle: number): Promise<PortalSession | null> {
    const [row] = await this.sql.query<SessionRow>(
      `select ${COLUMNS} from portal_session
        where id = $1 and ended_at is null and $2 < expires_at and $3 < last_seen_at`,
      [id, now, new Date(now.getTime() - idle)],
    );
    return row ? sessionOf(row) : null;
  }

  /** Those among these sessions that are in force, under the same conditions. */
  async openAmong(ids: readonly string[], now: Date, idle: number): Promise<ReadonlySet<string>> {
    const rows = await this.sql.query<{ id: string }>(
      `select id from portal_session
        where id = any($1::uuid[]) and ended_at is null and $2 < expires_at and $3 < last_seen_at`,
      [ids, now, new Date(now.getTime() - idle)],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Ends a session and announces it, so that what it holds open closes. False when it had ended already. */
  async end(tokenHash: Uint8Array, at: Date): Promise<boolean> {
    const [row] = await this.sql.query<{ id: string }>(
      'update portal_session set ended_at = $2 where token_hash = $1 and ended_at is null returning id',
      [Buffer.from(tokenHash), at],
    );
    if (row) await this.sql.notify('session', row.id);
    return row !== undefined;
  }

  /** Ends every session of that person, whichever tenant they came for, and announces it. */
  async endOf(idNat: IdNat): Promise<void> {
    const ended = await this.sql.query<{ id: string }>(
      'update portal_session set ended_at = now() where id_nat = $1 and ended_at is null returning id',
      [idNat],
    );
    for (const { id } of ended) await this.sql.notify('session', id);
  }

  /** Who has a session open that this logout ends. */
  async holdersOf({ sub, sid }: ToldLogout): Promise<readonly PortalHolder[]> {
    return this.sql.query<PortalHolder>(
      `select distinct on (id_nat) id_nat as "idNat", name from portal_session
        where ended_at is null and ${CAME_FROM_PSC}`,
      [sub, sid],
    );
  }

  async takeNotice({ noticeHash, until, at }: ToldLogout): Promise<boolean> {
    await this.sql.query('delete from logout_notice where expires_at <= $1', [at]);
    const taken = await this.sql.query(
      'insert into logout_notice (notice_hash, expires_at) values ($1, $2) on conflict do nothing returning expires_at',
      [Buffer.from(noticeHash), until],
    );
    return taken.length > 0;
  }

  async endPscSessions({ sub, sid, at }: ToldLogout): Promise<void> {
    const ended = await this.sql.query<{ id: string }>(
      `update portal_session set ended_at = $3 where ended_at is null and ${CAME_FROM_PSC} returning id`,
      [sub, sid, at],
    );
    for (const { id } of ended) await this.sql.notify('session', id);
  }

  /** Ends the sessions that the provider of that tenant opened and this logout speaks of; answers whose they were. */
  async endStructureSessions(
    tenantId: TenantId,
    { sub, sid, at }: ToldLogout,
  ): Promise<readonly PortalHolder[]> {
    const ended = await this.sql.query<PortalHolder & { id: string }>(
      `update portal_session set ended_at = $3
        where ended_at is null and structure_of = $4 and ${CAME_FROM('structure')}
       returning id, id_nat as "idNat", name`,
      [sub, sid, at, tenantId],
    );
    for (const { id } of ended) await this.sql.notify('session', id);
    return ended;
  }

  /** Announces the sessions of these people, which go on: what they hold open is judged again. */
  async stir(idNats: readonly IdNat[]): Promise<void> {
    const open = await this.sql.query<{ id: string }>(
      'select id from portal_session where id_nat = any($1) and ended_at is null',
      [idNats],
    );
    for (const { id } of open) await this.sql.notify('session', id);
  }

  /** Forgets sessions that ended or could have lasted until before that moment at the latest. Answers how many. */
  async forget(before: Date): Promise<number> {
    const rows = await this.sql.query('delete from portal_session where expires_at < $1 returning id', [
      before,
    ]);
    return rows.length;
  }
}

function sessionOf(row: SessionRow): PortalSession {
  return {
    id: row.id,
    idNat: row.id_nat,
    name: row.name,
    acr: row.acr,
    secoursOf: row.secours_of,
    structureOf: row.structure_of,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  };
}
