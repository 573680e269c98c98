import type {
  IdentityProvider,
  IdentityProviderStore,
  LocalIdentity,
  NewIdentityProvider,
} from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { PERSON_COLUMNS, type PersonRow, personOf } from './pg-people.js';

interface ProviderRow {
  issuer: string;
  client_id: string;
  domains: string[];
  version: number;
  set_at: Date;
}

interface IdentityRow extends PersonRow {
  email: string;
  issuer: string | null;
  subject: string | null;
  registered_at: Date;
  bound_at: Date | null;
}

const PROVIDER = 'issuer, client_id, domains, version, set_at';
const OWNED = 'local_identity l join person p on p.tenant_id = l.tenant_id and p.id = l.person_id';

/** The identity provider of one tenant, and who may come in by it. What ends here ends the sessions it opened, in the same transaction. */
export class PgIdentityProviders implements IdentityProviderStore {
  constructor(private readonly sql: TenantSql) {}

  async current(): Promise<IdentityProvider | null> {
    const [row] = await this.sql.query<ProviderRow>(
      `select ${PROVIDER} from identity_provider where tenant_id = $1 for update`,
      [this.#tenant],
    );
    return row ? providerOf(row) : null;
  }

  async sealedSecret(): Promise<Uint8Array | null> {
    const [row] = await this.sql.query<{ sealed_secret: Buffer }>(
      'select sealed_secret from identity_provider where tenant_id = $1',
      [this.#tenant],
    );
    return row?.sealed_secret ?? null;
  }

  async set({ issuer, clientId, domains, sealedSecret }: NewIdentityProvider): Promise<IdentityProvider> {
    const former = await this.current();
    if (former && (former.issuer !== issuer || former.clientId !== clientId)) await this.#endSessions(null);
    const [row] = await this.sql.query<ProviderRow>(
      `insert into identity_provider (tenant_id, issuer, client_id, sealed_secret, domains, version, set_at)
       values ($1, $2, $3, $4, $5, 1, $6)
       on conflict (tenant_id) do update
          set issuer = excluded.issuer, client_id = excluded.client_id, sealed_secret = excluded.sealed_secret,
              domains = excluded.domains, version = identity_provider.version + 1, set_at = excluded.set_at
       returning ${PROVIDER}`,
      [this.#tenant, issuer, clientId, Buffer.from(sealedSecret), [...domains], this.sql.context.at],
    );
    if (!row) throw new Error('a provider that was set is there');
    await this.#lead(domains);
    return providerOf(row);
  }

  async remove(): Promise<void> {
    await this.sql.query('delete from identity_provider where tenant_id = $1', [this.#tenant]);
    await this.#lead([]);
    await this.#endSessions(null);
  }

  async identities(most: number): Promise<readonly LocalIdentity[]> {
    return this.#many('true', [], most);
  }

  async ofPerson(personId: string): Promise<LocalIdentity | null> {
    return this.#one('l.person_id = $2', [personId]);
  }

  async bySubject(issuer: string, subject: string): Promise<LocalIdentity | null> {
    return this.#one('l.issuer = $2 and l.subject = $3', [issuer, subject]);
  }

  async byEmail(email: string): Promise<LocalIdentity | null> {
    return this.#one('l.email = $2', [email]);
  }

  async register(personId: string, email: string): Promise<boolean> {
    const other = await this.byEmail(email);
    if (other && other.person.id !== personId) return false;
    await this.forget(personId);
    const rows = await this.sql.query(
      `insert into local_identity (tenant_id, person_id, email, registered_at) values ($1, $2, $3, $4)
       on conflict do nothing returning person_id`,
      [this.#tenant, personId, email, this.sql.context.at],
    );
    return rows.length > 0;
  }

  async bind(personId: string, issuer: string, subject: string): Promise<boolean> {
    const rows = await this.sql.query(
      `update local_identity set issuer = $3, subject = $4, bound_at = $5
        where tenant_id = $1 and person_id = $2 and subject is null returning person_id`,
      [this.#tenant, personId, issuer, subject, this.sql.context.at],
    );
    return rows.length > 0;
  }

  async forget(personId: string): Promise<boolean> {
    const [gone] = await this.sql.query<{ id_nat: string }>(
      `delete from local_identity l using person p
        where l.tenant_id = $1 and l.person_id = $2 and p.tenant_id = l.tenant_id and p.id = l.person_id
       returning p.id_nat`,
      [this.#tenant, personId],
    );
    if (gone) await this.#endSessions(gone.id_nat);
    return gone !== undefined;
  }

  get #tenant() {
    return this.sql.context.tenantId;
  }

  async #lead(domains: readonly string[]): Promise<void> {
    await this.sql.query('delete from route_identity_domain where tenant_id = $1', [this.#tenant]);
    await this.sql.query(
      'insert into route_identity_domain (domain, tenant_id) select d, $1 from unnest($2::text[]) as d',
      [this.#tenant, [...domains]],
    );
  }

  async #one(condition: string, values: readonly string[]): Promise<LocalIdentity | null> {
    return (await this.#many(condition, values, 1))[0] ?? null;
  }

  async #many(condition: string, values: readonly string[], most: number): Promise<readonly LocalIdentity[]> {
    const rows = await this.sql.query<IdentityRow>(
      `select ${PERSON_COLUMNS}, l.email, l.issuer, l.subject, l.registered_at, l.bound_at
         from ${OWNED} where l.tenant_id = $1 and ${condition} order by l.email limit ${Math.trunc(most)}`,
      [this.#tenant, ...values],
    );
    return rows.map((row) => ({
      person: personOf(row),
      email: row.email,
      issuer: row.issuer,
      subject: row.subject,
      registeredAt: row.registered_at,
      boundAt: row.bound_at,
    }));
  }

  async #endSessions(idNat: string | null): Promise<void> {
    const ended = await this.sql.query<{ id: string }>(
      `update portal_session set ended_at = now()
        where structure_of = $1 and ($2::text is null or id_nat = $2) and ended_at is null returning id`,
      [this.#tenant, idNat],
    );
    for (const { id } of ended) await this.sql.notify('session', id);
  }
}

function providerOf({ issuer, client_id, domains, version, set_at }: ProviderRow): IdentityProvider {
  return { issuer, clientId: client_id, domains, version, setAt: set_at };
}
