import { randomBytes } from 'node:crypto';
import {
  type ActContext,
  confirmSecours,
  enrolSecours,
  type Outcome,
  type Person,
  type SecoursDesk,
  SecoursVault,
  type TenantContext,
  totpCode,
  totpStep,
} from '@cachet/mss-core';
import { PgJournal, PgSecours } from '@cachet/schema';
import type { TestTenant } from './test-tenant.js';

/** What a person keeps of their access de secours: the passphrase, and an authenticator that makes codes. */
export interface TestAuthenticator {
  readonly passphrase: string;
  /** Of the present step, or of one away from it. */
  code(drift?: number): string;
}

/** The access de secours of a test, under a key of its own. */
export class TestSecours {
  readonly vault = new SecoursVault(randomBytes(32), (size) => randomBytes(size));

  turn(tenant: TestTenant, on: boolean): Promise<void> {
    return tenant.database.withTenant(tenant.context(), (sql) => new PgSecours(sql).turn(on));
  }

  /** Enrols a person who came by Pro Santé Connect, where it is on. No code of the present step was used. */
  async enrol(tenant: TestTenant, person: Person): Promise<TestAuthenticator> {
    const { passphrase, key } = await this.#as(tenant, person, (context, desk) =>
      enrolSecours(context, desk, this.vault, 'Opérateur fictif'),
    );
    const secret = secretOfKey(key);
    const code = (drift = 0, now = new Date()) => totpCode(secret, totpStep(now) + drift);
    const now = new Date();
    await this.#as(tenant, person, (context, desk) =>
      confirmSecours(context, desk, this.vault, { code: code(-1, now), now }),
    );
    return { passphrase, code: (drift) => code(drift) };
  }

  async #as<T>(
    tenant: TestTenant,
    { idNat, givenName, familyName }: Person,
    act: (context: TenantContext, desk: SecoursDesk) => Promise<Outcome<T>>,
  ): Promise<T> {
    const name = `${givenName} ${familyName}`;
    const actor: ActContext['actor'] = { kind: 'person', idNat, name, proof: 'psc' };
    return tenant.database.withTenant(tenant.context({ actor }), async (sql) => {
      const outcome = await act(sql.context, { secours: new PgSecours(sql), journal: new PgJournal(sql) });
      if (!outcome.ok) throw new Error(outcome.refusal.code);
      return outcome.value;
    });
  }
}

/** The secret that an authenticator makes of the key typed into it (RFC 4648 §6). */
export function secretOfKey(key: string): Uint8Array {
  const fives = [...key].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'));
  return Uint8Array.from(fives.join('').match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
