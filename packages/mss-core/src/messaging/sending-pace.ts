import type { Bal } from '../access/index.js';
import { done, type Outcome, type Refusal, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { ComplianceBoard } from '../traceability/index.js';

/** To how many recipients may be written within an hour. */
export interface SendingLimits {
  readonly perBal: number;
  readonly perTenant: number;
}

/** Recipients written to in this hour of the clock and in the one before. */
export interface HourlyCount {
  readonly now: number;
  readonly before: number;
}

/** What a program asks to be sent, so that it is known again when it asks twice. */
export interface SendingRequest {
  /** Names the request; of the program's own choice, and never the same for two persons. */
  readonly key: Uint8Array;
  /** Of all that was asked. */
  readonly body: Uint8Array;
  /** What was uploaded for it, and serves once. */
  readonly uploads: readonly string[];
}

/** What a tenant sends, counted in its own rows: every process sees the same counts, and they outlive them all. */
export interface SendingLedger {
  /** Null for a tenant that chose none. */
  limits(): Promise<SendingLimits | null>;
  /** Counts these recipients in; answers the counts of the BAL and of the tenant, these included. The BAL's row is held until the end. */
  count(
    balId: string,
    recipients: number,
  ): Promise<{ readonly bal: HourlyCount; readonly tenant: HourlyCount }>;
  /**
   * Notes that this request sends that message, and takes its uploads. Whoever asks the same at one time waits for the other. Refuses
   * alreadySent (detail `messageId`: what the same request sent), idempotencyKeyReused, uploadUnknown.
   */
  claim(balId: string, request: SendingRequest, messageId: string): Promise<Outcome<void>>;
  /** Whether this is the first breach of that BAL, or of the tenant itself, in this hour. */
  noteBreach(subjectId: string): Promise<boolean>;
}

/** Nobody writes so much by hand; software does. */
const PER_BAL: Readonly<Record<Bal['kind'], number>> = {
  personal: 400,
  organisational: 400,
  applicative: 4_000,
};
const PER_TENANT = 20_000;
const HOUR_MS = 60 * 60_000;

export function ordinaryLimits({ kind }: Pick<Bal, 'kind'>): SendingLimits {
  return { perBal: PER_BAL[kind], perTenant: PER_TENANT };
}

/**
 * Counts a letter's recipients in. Refuses sendingTooFast beyond what the BAL or its tenant may send within an hour; the transaction is
 * then to be rolled back, so that only letters that left count.
 */
// Against a stolen account (security of §9.9-2): what it can do in an hour is bounded, whatever the door.
export async function paceSending(
  ledger: Pick<SendingLedger, 'limits' | 'count'>,
  at: Date,
  bal: Pick<Bal, 'id' | 'kind'>,
  recipients: number,
): Promise<Outcome<void>> {
  const { perBal, perTenant } = (await ledger.limits()) ?? ordinaryLimits(bal);
  const counts = await ledger.count(bal.id, recipients);
  if (withinAnHour(counts.bal, at) > perBal) return tooFast('bal', perBal);
  return withinAnHour(counts.tenant, at) > perTenant ? tooFast('tenant', perTenant) : done(undefined);
}

/** A sliding hour, told from two hours of the clock: the one before counts for what remains of it. */
export function withinAnHour({ now, before }: HourlyCount, at: Date): number {
  return now + before * (1 - (at.getTime() % HOUR_MS) / HOUR_MS);
}

function tooFast(scope: 'bal' | 'tenant', limit: number): Outcome<never> {
  return refused('sendingTooFast', { scope, limit: String(limit) });
}

/** Tells the tenant's managers, once an hour for each BAL. */
export async function tellBreach(
  { sending, compliance }: { readonly sending: SendingLedger; readonly compliance: ComplianceBoard },
  { tenantId }: TenantContext,
  balId: string,
  { detail }: Refusal,
): Promise<void> {
  const isTenants = detail.scope === 'tenant';
  if (!(await sending.noteBreach(isTenants ? tenantId : balId))) return;
  const facts = { scope: detail.scope ?? 'bal', limit: Number(detail.limit), balId };
  await compliance.raise([{ kind: 'sending.limitReached', severity: 'critical', facts }]);
}
