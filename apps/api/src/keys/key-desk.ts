import { randomBytes } from 'node:crypto';
import {
  type ApiKeyRequest,
  type ApiKeyState,
  administers,
  createApiKey,
  done,
  type Outcome,
  parseUuid,
  refused,
  revokeApiKey,
  type TenantId,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { administrationDesk, PgApiKeys, PgRoles, type TenantSql } from '@cachet/schema';
import type { Container } from '../container.js';
import { connectionOf, momentOf, readPage } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { ApiKeyConnection, ApiKeyCreatedType, ApiKeyType } from '../types/api-key.js';
import type { PageArguments } from '../types/page.js';

/** The keys that a structure gives to the applications of its partners. */
export class KeyDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  /** @throws GraphQLError notFound, forbidden, scopeMissing, inputInvalid. */
  async page(structureId: string, page: PageArguments): Promise<ApiKeyConnection> {
    const request = spoken(readPage(page));
    const tenantId = spoken(await this.structures.allowed(structureId, 'summary'));
    const found = await this.#in(tenantId, async (sql) => {
      spoken(await administers(sql.context, new PgRoles(sql), 'key:write'));
      const { actor } = sql.context;
      return new PgApiKeys(sql).page(request, actor.kind === 'partner' ? actor.apiKeyId : null);
    });
    return connectionOf(
      found,
      (key) => this.#show(key),
      (key) => momentOf(key.createdAt, key.id),
    );
  }

  /** Refuses notFound, forbidden, scopeMissing, inputInvalid, limitReached. */
  async create(structureId: string, asked: Omit<ApiKeyRequest, 'use'>): Promise<Outcome<ApiKeyCreatedType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const { wallClock, keyUse } = this.container;
    const mint = { newId, secret: randomBytes(32), now: wallClock() };
    return this.#in(allowed.value, async (sql) => {
      const desk = administrationDesk(sql);
      const created = await createApiKey(sql.context, desk, mint, { ...asked, use: keyUse });
      if (!created.ok) return created;
      const made = await desk.keys.byId(created.value.id);
      return made ? done({ secret: created.value.key, apiKey: this.#show(made) }) : refused('notFound');
    });
  }

  /** Refuses notFound, forbidden, scopeMissing. */
  async revoke(structureId: string, apiKeyId: string): Promise<Outcome<ApiKeyType>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    if (!allowed.ok) return allowed;
    const id = parseUuid(apiKeyId);
    return this.#in(allowed.value, async (sql) => {
      const desk = administrationDesk(sql);
      const revoked = await revokeApiKey(sql.context, desk, id);
      if (!revoked.ok) return revoked;
      const key = id && (await desk.keys.byId(id));
      return key ? done(this.#show(key)) : refused('notFound');
    });
  }

  #show(key: ApiKeyState): ApiKeyType {
    const hasEnded = key.expiresAt !== null && key.expiresAt <= this.container.wallClock();
    return { ...key, isUsable: key.revokedAt === null && !hasEnded };
  }

  #in<T>(tenantId: TenantId, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), work);
  }
}
