import { randomBytes } from 'node:crypto';
import { sealWebhookSecret } from '@cachet/mailstore';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  done,
  type Outcome,
  parseUuid,
  refused,
  resendRangeToWebhook,
  resendToWebhook,
  rotateWebhookSecret,
  type TenantId,
  testWebhook,
  type WebhookChange,
  type WebhookChoice,
  type WebhookDesk,
  type WebhookRange,
  type WebhookSecret,
} from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import { PgCompliance, PgJournal, PgRoles, PgWebhooks, type TenantSql } from '@cachet/schema';
import type { Container } from '../container.js';
import { connectionOf, momentOf, readPage } from '../reads/page.js';
import { spoken } from '../reads/spoken.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { PageArguments } from '../types/page.js';
import type {
  WebhookConnection,
  WebhookDeliveryConnection,
  WebhookDeliveryStateName,
  WebhookDeliveryType,
  WebhookResendType,
  WebhookType,
  WebhookWithSecretType,
} from '../types/webhook.js';
import { showWebhook, showWebhookDelivery, showWithSecret } from './show-webhook.js';
import { shownSecret } from './sign.js';

const SECRET_BYTES = 32;

/** Who is told of a structure's events, and how that went. */
export class WebhooksDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  /** @throws GraphQLError notFound, scopeMissing, inputInvalid. */
  async page(structureId: string, page: PageArguments): Promise<WebhookConnection> {
    const request = spoken(readPage(page));
    const tenantId = spoken(await this.structures.allowed(structureId, 'webhooks'));
    const found = await this.#in(tenantId, (sql) => new PgWebhooks(sql).page(request));
    return connectionOf(found, showWebhook, ({ createdAt, id }) => momentOf(createdAt, id));
  }

  /** @throws GraphQLError notFound, scopeMissing, inputInvalid. */
  async deliveries(
    structureId: string,
    webhookId: string,
    page: PageArguments,
    state: WebhookDeliveryStateName | null,
  ): Promise<WebhookDeliveryConnection> {
    const request = spoken(readPage(page));
    const tenantId = spoken(await this.structures.allowed(structureId, 'webhooks'));
    const id = spoken(idOf(webhookId));
    const found = await this.#in(tenantId, async (sql) => {
      const webhooks = new PgWebhooks(sql);
      return (await webhooks.has(id))
        ? done(await webhooks.deliveries(id, request, state))
        : refused('notFound');
    });
    return connectionOf(spoken(found), showWebhookDelivery, ({ createdAt, id: at }) =>
      momentOf(createdAt, at),
    );
  }

  /** Refuses notFound, forbidden, scopeMissing, inputInvalid, limitReached. */
  create(structureId: string, choice: WebhookChoice): Promise<Outcome<WebhookWithSecretType>> {
    return this.#acting(structureId, async (sql, desk) => {
      const asked = { ...choice, takesPrivate: this.container.callsPrivateAddresses };
      const made = await createWebhook(sql.context, desk, newId, await this.#secrets(sql), asked);
      return made.ok ? done(showWithSecret(made.value)) : made;
    });
  }

  /** Refuses notFound, forbidden, scopeMissing, inputInvalid, changedMeanwhile. */
  change(structureId: string, { id, ...change }: WebhookChange): Promise<Outcome<WebhookType>> {
    return this.#on(structureId, id, async (sql, desk, known) => {
      const asked = { ...change, id: known, takesPrivate: this.container.callsPrivateAddresses };
      const changed = await changeWebhook(sql.context, desk, asked);
      return changed.ok ? done(showWebhook(changed.value)) : changed;
    });
  }

  /** Refuses notFound, forbidden, scopeMissing. */
  delete(structureId: string, webhookId: string): Promise<Outcome<WebhookType>> {
    return this.#on(structureId, webhookId, async (sql, desk, id) => {
      const gone = await deleteWebhook(sql.context, desk, id);
      return gone.ok ? done(showWebhook(gone.value)) : gone;
    });
  }

  /** Refuses notFound, forbidden, scopeMissing. */
  rotate(structureId: string, webhookId: string): Promise<Outcome<WebhookWithSecretType>> {
    return this.#on(structureId, webhookId, async (sql, desk, id) => {
      const rotated = await rotateWebhookSecret(sql.context, desk, await this.#secrets(sql), id);
      return rotated.ok ? done(showWithSecret(rotated.value)) : rotated;
    });
  }

  /** Refuses notFound, forbidden, scopeMissing, webhookStopped. */
  test(structureId: string, webhookId: string): Promise<Outcome<WebhookDeliveryType>> {
    return this.#on(structureId, webhookId, async (sql, desk, id) => {
      const sent = await testWebhook(sql.context, desk, newId, id);
      return sent.ok ? done(showWebhookDelivery(sent.value)) : sent;
    });
  }

  /** Refuses notFound, forbidden, scopeMissing, webhookStopped. */
  resend(structureId: string, webhookId: string, deliveryId: string): Promise<Outcome<WebhookDeliveryType>> {
    return this.#on(structureId, webhookId, async (sql, desk, id) => {
      const known = idOf(deliveryId);
      if (!known.ok) return known;
      const sent = await resendToWebhook(sql.context, desk, { id, deliveryId: known.value });
      return sent.ok ? done(showWebhookDelivery(sent.value)) : sent;
    });
  }

  /** Refuses notFound, forbidden, scopeMissing, webhookStopped, inputInvalid. */
  resendRange(
    structureId: string,
    webhookId: string,
    range: WebhookRange,
  ): Promise<Outcome<WebhookResendType>> {
    return this.#on(structureId, webhookId, async (sql, desk, id) => {
      const sent = await resendRangeToWebhook(sql.context, desk, { id, ...range });
      return sent.ok ? done({ count: sent.value }) : sent;
    });
  }

  #on<T>(
    structureId: string,
    webhookId: string,
    act: (sql: TenantSql, desk: WebhookDesk, id: string) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    return this.#acting(structureId, async (sql, desk) => {
      const id = idOf(webhookId);
      return id.ok ? act(sql, desk, id.value) : id;
    });
  }

  async #acting<T>(
    structureId: string,
    act: (sql: TenantSql, desk: WebhookDesk) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const allowed = await this.structures.allowed(structureId, 'summary');
    return allowed.ok ? this.#in(allowed.value, (sql) => act(sql, deskOf(sql))) : allowed;
  }

  // The keys are asked before any row is locked.
  async #secrets(sql: TenantSql): Promise<(webhookId: string) => WebhookSecret> {
    const keys = await this.container.safe.keys.of(sql);
    return (webhookId) => {
      const secret = randomBytes(SECRET_BYTES);
      return { shown: shownSecret(secret), sealed: sealWebhookSecret(keys, webhookId, secret) };
    };
  }

  #in<T>(tenantId: TenantId, work: (sql: TenantSql) => Promise<T>): Promise<T> {
    return this.container.database.withTenant(this.tenants.contextOf(tenantId), work);
  }
}

function deskOf(sql: TenantSql): WebhookDesk {
  return {
    roles: new PgRoles(sql),
    webhooks: new PgWebhooks(sql),
    journal: new PgJournal(sql),
    compliance: new PgCompliance(sql),
  };
}

function idOf(text: string): Outcome<string> {
  const id = parseUuid(text);
  return id ? done(id) : refused('notFound');
}
