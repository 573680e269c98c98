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
  const { selector, text } = password.passphrase;
  const found = await ports.inTenant(context, ({ secours }) => secours.bySelector(selector));
  // Nobody guesses 80 bits: a wrong passphrase is not counted, so that it never keeps the owner out.
  if (!found || !(await vault.matches(text, found.passphraseHash))) return refused('authenticationFailed');
  const isRight = await ports.inTenant(context, async (stores) => {
    const factor = await stores.secours.bySelector(selector);
    return factor?.passphraseHash === found.passphraseHash
      ? isCodeRight(stores, context, vault, factor, { code: password.code, now })
      : false;
  });
  const { idNat, name } = found;
  return isRight ? done({ idNat, name, tenantId }) : refused('authenticationFailed');
}

/** Whose a sealed secret is. */
export function secoursOwner(tenantId: TenantId, personId: string): string {
  return `${tenantId}/${personId}`;
}

async function tenantOf({ routing }: ProvingPorts, typed: string): Promise<TenantId | null> {
  const address = parseMssAddress(typed);
  return (address && (await routing.routesOf([address])).get(address)?.tenantId) ?? null;
}

/** Judged while the row is held: codes tried at one moment are judged, and counted, one after the other. */
async function isCodeRight(
  { secours, compliance }: ProvingStores,
  { tenantId, at }: TenantContext,
  vault: SecoursVault,
  factor: SecoursFactor,
  { code, now }: { readonly code: string; readonly now: Date },
): Promise<boolean> {
  if (!mayAttempt(factor, now)) return false;
  const secret = vault.open(factor.sealedSecret, secoursOwner(tenantId, factor.personId));
  // The operator's key has changed: people enrol again.
  if (!secret) return false;
  const step = stepOfCode(secret, code, now);
  if (step === null) {
    const attempts = factor.attempts + 1;
    await secours.charge(factor.personId, attempts, waitAfter(attempts, now));
    // Somebody who knows the passphrase is guessing codes.
    if (isAlarming(attempts))
      await compliance.raise([{ kind: 'secours.guessed', severity: 'warning', facts: {} }]);
    return false;
  }
  // RFC 6238 §5.2: a code serves once. It is no guess: mail programs open several sessions with the one password they were given.
  if (step <= factor.lastStep) return false;
  await secours.take(factor.personId, step);
  await tellUse(compliance, at);
  return true;
}

/** Told once an hour for a structure: each use has its trace. */
async function tellUse(compliance: RememberingBoard, at: Date): Promise<void> {
  const last = await compliance.lastOf('secours.used');
  if (last && at.getTime() - last.at.getTime() < TOLD_EVERY_MS) return;
  await compliance.raise([{ kind: 'secours.used', severity: 'info', facts: {} }]);
}
