import { type CopiedEntry, type Declaration, declareBal, type OwnBal } from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { PgOwnBals } from './pg-own-bals.js';
import { PgTenantRegister } from './pg-tenant-register.js';

/** The BAL of one structure that its declarations let anybody see, as lines of a directory. */
export class PgPublishedBals {
  constructor(private readonly sql: TenantSql) {}

  async entries(): Promise<readonly CopiedEntry[]> {
    const register = new PgTenantRegister(this.sql);
    const domains = await register.domains();
    const name = (await register.itself())?.name ?? null;
    const places = await this.#placeNames();
    const entries: CopiedEntry[] = [];
    for (const domain of domains)
      for (const bal of await new PgOwnBals(this.sql).onDomain(domain)) {
        const declared = declareBal(bal);
        // EX_PBA_5050
        if (declared.kind === 'leftOut' || declared.declaration.listeRouge === 'O') continue;
        entries.push(entryOf(bal, declared.declaration, places.get(bal.finess ?? '') ?? name, name));
      }
    return entries;
  }

  async #placeNames(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.sql.query<{ finess: string; name: string }>(
      'select finess, name from tenant_place where tenant_id = $1',
      [this.sql.context.tenantId],
    );
    return new Map(rows.map((row) => [row.finess, row.name]));
  }
}

function entryOf(
  bal: OwnBal,
  declaration: Declaration,
  placeName: string | null,
  structureName: string | null,
): CopiedEntry {
  const { typeBal, typeIdentifiantPP, identifiantPP, typeIdentifiantPM, identifiantPM } = declaration;
  const isPersonal = typeBal === 'PER';
  const people = declaration.cotitulaires?.map(
    ({ prenomExercice, nomExercice }) => `${prenomExercice} ${nomExercice}`,
  );
  return {
    ...{ address: bal.address, kind: typeBal as CopiedEntry['kind'] },
    ...{ holderType: isPersonal ? typeIdentifiantPP : null, holderNumber: isPersonal ? identifiantPP : null },
    ...{
      title: declaration.civiliteExercice,
      familyName: declaration.nomExercice,
      givenName: declaration.prenomExercice,
    },
    ...{ professionCode: null, professionLabel: null, specialityCode: null, specialityLabel: null },
    ...{ structureType: typeIdentifiantPM, structureNumber: identifiantPM, structureName: placeName },
    ...{
      signName: structureName === placeName ? null : structureName,
      service: declaration.serviceRattachement,
    },
    ...{ description: declaration.description, people: people?.join(', ') ?? null },
    ...{ postalCode: null, town: null, department: null },
  };
}
