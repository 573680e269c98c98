import type { Routing, SecoursPerson } from '../access/index.js';
import { parseMssAddress, type TenantId } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { ActContext, TenantContext } from '../tenancy/index.js';
import type { RememberingBoard } from '../traceability/index.js';
import { isAlarming, mayAttempt, waitAfter } from './attempts.js';
import type { SecoursPassword } from './passphrase.js';
import type { SecoursFactor, SecoursStore } from './ports.js';
import type { SecoursVault } from './secours-vault.js';
import { stepOfCode } from './totp.js';

const TOLD_EVERY_MS = 60 * 60_000;

export interface ProvingStores {
  readonly secours: SecoursStore;
  readonly compliance: RememberingBoard;
}

export interface ProvingPorts {
  readonly routing: Pick<Routing, 'routesOf'>;
  /** Null where the operator configured no key: nobody comes in. */
  readonly vault: SecoursVault | null;
  inTenant<T>(context: TenantContext, work: (stores: ProvingStores) => Promise<T>): Promise<T>;
}

/** One attempt to come in without Pro Santé Connect. */
export interface SecoursAttempt {
  /** The address of one of the person's BAL: it says in which structure to look. */
  readonly address: string;
  /** Null when what was typed has not their form. */
  readonly password: SecoursPassword | null;
  /** Of the wall clock, which authenticators follow; the business clock may be moved. */
  readonly now: Date;
}

/**
 * Who the passphrase and the code speak for. Everything that is not right gets the same answer, authenticationFailed: unknown
 * address, nobody enrolled, wrong passphrase, wrong or used code, too many attempts, switched off.
 */
// RE_LPS_0100: something known and something held, without Pro Santé Connect.
export async function proveBySecours(
  ports: ProvingPorts,
  door: Omit<ActContext, 'actor'>,
  { address, password, now }: SecoursAttempt,
): Promise<Outcome<SecoursPerson>> {
  const { vault } = ports;
  const tenantId = await tenantOf(ports, address);
  if (!vault || !tenantId || !password) return refused('authenticationFailed');
  const context = { ...door, actor: { kind: 'system', name: 'secours' } as const, tenantId };
  // Counted before it is judged, and committed: attempts made at one moment are counted all.
  const factor = await ports.inTenant(context, (stores) => charged(stores.secours, password, now));
  if (!factor || !(await vault.matches(password.passphrase.text, factor.passphraseHash)))
    return refused('authenticationFailed');
  const secret = vault.open(factor.sealedSecret, secoursOwner(tenantId, factor.personId));
  const step = secret && stepOfCode(secret, password.code, now);
  const isTaken = await ports.inTenant(context, (stores) => settled(stores, factor, step, door.at));
  const { idNat, name } = factor;
  return isTaken ? done({ idNat, name, tenantId }) : refused('authenticationFailed');
}

/** Whose a sealed secret is. */
export function secoursOwner(tenantId: TenantId, personId: string): string {
  return `${tenantId}/${personId}`;
}

async function tenantOf({ routing }: ProvingPorts, typed: string): Promise<TenantId | null> {
  const address = parseMssAddress(typed);
  return (address && (await routing.routesOf([address])).get(address)?.tenantId) ?? null;
}

async function charged(
  secours: SecoursStore,
  { passphrase }: SecoursPassword,
  now: Date,
): Promise<SecoursFactor | null> {
  const factor = await secours.bySelector(passphrase.selector);
  if (!factor || !mayAttempt(factor, now)) return null;
  const attempts = factor.attempts + 1;
  await secours.charge(factor.personId, attempts, waitAfter(attempts, now));
  return { ...factor, attempts };
}

/** The passphrase was right: takes the code, or tells that somebody who knows the passphrase is guessing codes. */
async function settled(
  { secours, compliance }: ProvingStores,
  factor: SecoursFactor,
  step: number | null,
  at: Date,
): Promise<boolean> {
  if (step === null) {
    if (isAlarming(factor.attempts))
      await compliance.raise([{ kind: 'secours.guessed', severity: 'warning', facts: {} }]);
    return false;
  }
  if (await secours.take(factor.personId, step)) {
    await tellUse(compliance, at);
    return true;
  }
  // A mail program opens several sessions with the one password it was given: a code used already is refused, and is no guess.
  await secours.forgive(factor.personId);
  return false;
}

/** Told once an hour for a structure: each use has its trace. */
async function tellUse(compliance: RememberingBoard, at: Date): Promise<void> {
  const last = await compliance.lastOf('secours.used');
  if (last && at.getTime() - last.at.getTime() < TOLD_EVERY_MS) return;
  await compliance.raise([{ kind: 'secours.used', severity: 'info', facts: {} }]);
}
