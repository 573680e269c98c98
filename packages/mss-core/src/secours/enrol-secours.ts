import type { IdNat } from '../identifiers/index.js';
import { done, type Outcome, refused } from '../outcome/index.js';
import type { TenantContext } from '../tenancy/index.js';
import type { Journal } from '../traceability/index.js';
import { authenticatorKey, authenticatorUri } from './authenticator.js';
import { mintPassphrase, PASSPHRASE_BYTES } from './passphrase.js';
import type { SecoursStore } from './ports.js';
import { secoursOwner } from './prove-by-secours.js';
import type { SecoursVault } from './secours-vault.js';
import { stepOfCode, TOTP_SECRET_BYTES } from './totp.js';

export interface SecoursDesk {
  readonly secours: SecoursStore;
  readonly journal: Journal;
}

/** What a person is shown once, to keep the one in mind or on paper and the other in their authenticator. */
export interface SecoursEnrolment {
  readonly passphrase: string;
  /** For whoever types it. */
  readonly key: string;
  /** For the QR code. */
  readonly uri: string;
}

/** Two selectors of one structure are seldom the same; three in a row never. */
const TRIES = 3;

/**
 * Prepares an access de secours, to be confirmed by a first code; what the person had before ends. Refuses forbidden (to whoever did
 * not come by Pro Santé Connect), secoursOff, secoursUnavailable, notFound.
 */
// RE_LPS_0100: enrolled under the identity that Pro Santé Connect proved.
export async function enrolSecours(
  context: TenantContext,
  { secours, journal }: SecoursDesk,
  vault: SecoursVault | null,
  issuer: string,
): Promise<Outcome<SecoursEnrolment>> {
  const allowed = await enrolling(context, secours, vault);
  if (!allowed.ok) return allowed;
  const { idNat, name, personId, seal } = allowed.value;
  const secret = seal.newSecret(TOTP_SECRET_BYTES);
  const sealedSecret = seal.seal(secret, secoursOwner(context.tenantId, personId));
  if (await secours.revoke(idNat)) await journal.record([{ kind: 'secours.revoked', outcome: 'ok' }]);
  for (let turn = 0; turn < TRIES; turn += 1) {
    const { selector, text, written } = mintPassphrase(seal.newSecret(PASSPHRASE_BYTES));
    const factor = { selector, passphraseHash: await seal.hash(text), sealedSecret };
    if (!(await secours.begin(personId, factor))) continue;
    const key = authenticatorKey(secret);
    return done({ passphrase: written, key, uri: authenticatorUri(secret, issuer, name) });
  }
  throw new Error('no selector was free');
}

/** Confirms it with the code of an authenticator. Refuses forbidden, secoursOff, secoursUnavailable, notFound, secoursCodeWrong. */
export async function confirmSecours(
  context: TenantContext,
  { secours, journal }: SecoursDesk,
  vault: SecoursVault | null,
  { code, now }: { readonly code: string; readonly now: Date },
): Promise<Outcome<void>> {
  const allowed = await enrolling(context, secours, vault);
  if (!allowed.ok) return allowed;
  const { idNat, personId, seal } = allowed.value;
  const factor = await secours.unconfirmed(idNat);
  if (!factor) return refused('notFound');
  const secret = seal.open(factor.sealedSecret, secoursOwner(context.tenantId, personId));
  const step = secret && stepOfCode(secret, code.replaceAll(/\s/g, ''), now);
  if (step === null) return refused('secoursCodeWrong');
  await secours.confirm(personId, step);
  await journal.record([{ kind: 'secours.enrolled', outcome: 'ok' }]);
  return done(undefined);
}

async function enrolling(
  { actor }: TenantContext,
  secours: SecoursStore,
  vault: SecoursVault | null,
): Promise<
  Outcome<{
    readonly idNat: IdNat;
    readonly name: string;
    readonly personId: string;
    readonly seal: SecoursVault;
  }>
> {
  if (actor.kind !== 'person' || actor.proof !== 'psc') return refused('forbidden');
  if (!vault) return refused('secoursUnavailable');
  if (!(await secours.isOn())) return refused('secoursOff');
  const { idNat, name } = actor;
  const personId = await secours.personIdOf(idNat);
  return personId ? done({ idNat, name, personId, seal: vault }) : refused('notFound');
}
