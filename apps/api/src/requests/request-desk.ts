import { createHash, createHmac } from 'node:crypto';
import { openRecord, sealRecord, type TenantKeys } from '@cachet/mailstore';
import {
  done,
  judgeRepeat,
  type Outcome,
  parseTenantId,
  proofOf,
  REQUEST_KEPT_MS,
  refused,
  type TenantContext,
} from '@cachet/mss-core';
import { PgApiRequests, type RequestName } from '@cachet/schema';
import type { Container } from '../container.js';
import { type Caller, holderOf } from '../context/caller.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import { canonical } from './canonical.js';

/** What is asked, as far as two requests are the same. */
export interface AskedRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** As its arguments say; whatever it is, it decides of no right. */
  readonly structureId: string | null;
}

/** A request that has its name, and is to be ended by one of these. */
export interface BegunRequest {
  /** With what was answered, to be given again. */
  answered(answer: unknown): Promise<void>;
  /** Nobody can tell how it ended. */
  lost(): Promise<void>;
  /** It did nothing. */
  giveUp(): Promise<void>;
}

export type Repeat =
  | { readonly kind: 'begun'; readonly request: BegunRequest }
  | { readonly kind: 'repeated'; readonly answer: unknown };

const MAC = 'api requests';
const SEAL = 'api answers';
/** A mutation answers a few hundred octets; what is much larger is not kept to be said again. */
const LARGEST_ANSWER = 256 * 1024;

/** Mutations that may be sent twice: done once, and answered twice the same. What is kept of them is sealed: an answer may hold a key. */
export class RequestDesk {
  constructor(
    private readonly container: Container,
    private readonly tenants: TenantsOfCaller,
  ) {}

  /** Refuses nothingHere, idempotencyKeyReused, requestUnderway, requestOutcomeUnknown. */
  async begin(key: string, asked: AskedRequest): Promise<Outcome<Repeat>> {
    const context = await this.#context(asked.structureId);
    if (!context) return refused('nothingHere');
    const { database, safe, wallClock } = this.container;
    const keys = await safe.keys.for(context);
    const name = { caller: nameOf(this.tenants.caller), keyHash: createHash('sha256').update(key).digest() };
    const now = wallClock();
    const until = new Date(now.getTime() + REQUEST_KEPT_MS);
    const earlier = await database.withTenant(context, (sql) =>
      new PgApiRequests(sql).begin(name, macOf(keys, asked), { now, until }),
    );
    if (!earlier) return done({ kind: 'begun', request: this.#begun(context, keys, name) });
    const judged = judgeRepeat(earlier, now);
    if (!judged.ok) return judged;
    if (!earlier.sealedAnswer) return refused('requestOutcomeUnknown');
    const opened = openRecord(keys.purposeKey(SEAL), aboutOf(context, name), earlier.sealedAnswer);
    return done({ kind: 'repeated', answer: JSON.parse(opened.toString()) });
  }

  #begun(context: TenantContext, keys: TenantKeys, name: RequestName): BegunRequest {
    const inStore = (work: (requests: PgApiRequests) => Promise<void>) =>
      this.container.database.withTenant(context, (sql) => work(new PgApiRequests(sql)));
    return {
      answered: (answer) => {
        const bytes = Buffer.from(JSON.stringify(answer));
        const sealed =
          bytes.length > LARGEST_ANSWER
            ? null
            : sealRecord(keys.purposeKey(SEAL), aboutOf(context, name), bytes);
        return inStore((requests) => requests.end(name, sealed));
      },
      lost: () => inStore((requests) => requests.end(name, null)),
      giveUp: () => inStore((requests) => requests.giveUp(name)),
    };
  }

  /** The structure that is acted on, when it is one of the caller's; else the first of these, always the same. */
  async #context(structureId: string | null): Promise<TenantContext | null> {
    const own = await this.tenants.list();
    const asked = structureId === null ? null : parseTenantId(structureId);
    const tenantId = asked && own.includes(asked) ? asked : own[0];
    return tenantId ? this.tenants.contextOf(tenantId) : null;
  }
}

// What a session was answered is not for one that another proof opened.
function nameOf(caller: Caller): string {
  if (caller.kind === 'partner') return `key ${caller.apiKeyId}`;
  return `${proofOf(holderOf(caller))} ${caller.idNat}`;
}

function macOf(keys: TenantKeys, { query, operationName, variables }: AskedRequest): Buffer {
  const text = canonical([query, operationName, variables]);
  return createHmac('sha256', keys.purposeKey(MAC)).update(text).digest();
}

function aboutOf({ tenantId }: TenantContext, { caller, keyHash }: RequestName): string {
  return `tenant ${tenantId}, answer to ${caller}, ${Buffer.from(keyHash).toString('hex')}`;
}
