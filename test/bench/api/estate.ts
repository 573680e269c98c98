import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { idNatOfRpps, type Person } from '@cachet/mss-core';
import { Database, PgCompliance } from '@cachet/schema';
import { TestTenant } from '@cachet/testkit';
import type { Launched } from '../../e2e/sandbox.js';

/** Known to the sandbox's Pro Santé Connect: Jeanne MOREAU. */
export const RPPS = '99900000025';
const BALS_OF_THE_HOSPITAL = 20_000;
const BALS_OF_OTHERS = 20;
const KEYS = 20;
const SCOPES = [
  'bal:read',
  'bal:write',
  'access:read',
  'access:write',
  'person:read',
  'delivery:read',
  'compliance:read',
];

/** A hospital with 20,000 BAL among structures that may become more, and what it takes to act for it. */
export class Estate {
  #structures = 0;

  private constructor(
    private readonly database: Database,
    readonly hospital: TestTenant,
    readonly manager: Person,
    /** One for each of its programs. */
    readonly keys: readonly string[],
    /** Held by its manager; its inbox is empty. */
    readonly own: { readonly id: string; readonly address: string },
  ) {}

  static async build(launched: Launched): Promise<Estate> {
    const url = readFileSync(join(launched.varFolder, 'secrets/database-url'), 'utf8').trim();
    const database = await Database.connect({ url, app: 'bench', poolSize: 4 });
    const hospital = await TestTenant.create(database, {
      kind: 'structure',
      domain: 'grand-hopital.mssante.fr',
    });
    const idNat = idNatOfRpps(RPPS);
    if (!idNat) throw new Error('an RPPS was expected');
    const manager = await hospital.person({ idNat, familyName: 'MOREAU', givenName: 'Jeanne' });
    await hospital.role(manager, 'manager');
    const own = await hospital.bal({ address: 'jeanne.moreau', responsible: manager, quotaBytes: 2 ** 40 });
    const keys: string[] = [];
    for (let index = 0; index < KEYS; index++) keys.push((await hospital.apiKey(SCOPES)).key);
    const estate = new Estate(database, hospital, manager, keys, own);
    await multiply(hospital, BALS_OF_THE_HOSPITAL);
    return estate;
  }

  /** Other structures, until there are that many. */
  async growTo(structures: number): Promise<void> {
    for (; this.#structures < structures - 1; this.#structures++)
      await multiply(await TestTenant.create(this.database), BALS_OF_OTHERS);
  }

  /** Some BAL of the hospital that nobody holds. */
  spare(count: number): Promise<readonly { id: string; version: number }[]> {
    return this.database.withTenant(this.hospital.context(), (sql) =>
      sql.query("select id, version from bal where address like 'service-%' order by address limit $1", [
        count,
      ]),
    );
  }

  /** Something that the people in charge of the hospital must see. */
  raise(): Promise<void> {
    return this.database.withTenant(this.hospital.context(), (sql) =>
      new PgCompliance(sql).raise([{ kind: 'malware.found', severity: 'warning', facts: {} }]),
    );
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

/** Copies a BAL made by the use case: a real estate took years to grow. */
async function multiply(tenant: TestTenant, count: number): Promise<void> {
  const model = await tenant.bal({
    address: 'service-0',
    kind: 'organisational',
    description: 'Secrétariat',
  });
  await tenant.database.withTenant(tenant.context(), async (sql) => {
    await sql.query(
      `insert into bal
       select r.* from bal b, generate_series(1, $2) n,
              lateral jsonb_populate_record(b, jsonb_build_object(
                'id', gen_random_uuid(), 'address', 'service-' || n || '@' || $3::text,
                'description', 'Secrétariat ' || n)) r
        where b.id = $1`,
      [model.id, count, tenant.domain],
    );
    await sql.query(
      `insert into route_address (address, tenant_id, bal_id, state)
       select address, tenant_id, id, state from bal where address like 'service-%' and id <> $1`,
      [model.id],
    );
  });
}
