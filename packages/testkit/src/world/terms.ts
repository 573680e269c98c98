import { acceptCgu, type CguVersion, type Person, sentence } from '@cachet/mss-core';
import { type Database, PgCguAcceptances, PgCguVersions, PgJournal, PgPeople } from '@cachet/schema';
import { fictionalId, nextNumber } from './fictional.js';
import { NOON } from './fixed-context.js';
import type { TestTenant } from './test-tenant.js';

/** A version of the operator's terms, in force since the noon of tests unless told. It binds every tenant of that database. */
export async function publishTerms(
  database: Database,
  change: Partial<CguVersion> = {},
): Promise<CguVersion> {
  const version: CguVersion = {
    id: fictionalId(),
    name: `fictive ${nextNumber()}`,
    content: { kind: 'text', french: 'Conditions fictives.', english: 'Fictional terms.' },
    fingerprint: '0'.repeat(64),
    inForceAt: NOON,
    publishedAt: NOON,
    ...change,
  };
  const isNew = await database.shared((sql) => new PgCguVersions(sql).add(version));
  if (!isNew) throw new Error('a version has that name or that date');
  return version;
}

/** That person accepts that version, as that tenant knows them. */
export async function acceptTerms(
  tenant: TestTenant,
  { idNat, givenName, familyName }: Person,
  version: Pick<CguVersion, 'id'>,
  at: Date = NOON,
): Promise<void> {
  const actor = { kind: 'person', idNat, name: `${givenName} ${familyName}`, proof: 'psc' } as const;
  const act = tenant.context({ actor, at, means: 'portal' });
  const accepted = await acceptCgu(
    {
      acrossTenants: (work) =>
        tenant.database.acrossTenants((visit) =>
          work((context, inTenant) =>
            visit(context, (sql) =>
              inTenant({
                versions: new PgCguVersions(sql),
                acceptances: new PgCguAcceptances(sql),
                people: new PgPeople(sql),
                journal: new PgJournal(sql),
              }),
            ),
          ),
        ),
    },
    act,
    [tenant.id],
    version.id,
  );
  if (!accepted.ok) throw new Error(sentence(accepted.refusal, 'en'));
}
