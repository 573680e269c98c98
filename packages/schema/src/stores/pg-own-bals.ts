import type {
  BalKind,
  BalState,
  Finess,
  ListeRougeCause,
  MssAddress,
  OwnBal,
  OwnHolder,
  Practice,
  TenantKind,
} from '@cachet/mss-core';
import type { TenantSql } from '../sql.js';
import { LISTE_ROUGE_CAUSES } from './pg-liste-rouge.js';

interface OwnRow {
  readonly id: string;
  readonly address: MssAddress;
  readonly kind: BalKind;
  readonly state: BalState;
  readonly is_test: boolean;
  readonly description: string;
  readonly finess: Finess | null;
  readonly liste_rouge: readonly ListeRougeCause[];
  readonly service: string | null;
  readonly rank: number | null;
  readonly approved: Practice | null;
  readonly tenant_kind: TenantKind;
  readonly holders: readonly OwnHolder[];
}

const PAGE = 2000;

/** The BAL of one tenant as they are declared to the Annuaire: with who holds them now. Deleted ones are not read. */
export class PgOwnBals {
  constructor(private readonly sql: TenantSql) {}

  async among(balIds: readonly string[]): Promise<readonly OwnBal[]> {
    return (await this.#read('and b.id = any($3)', [balIds])).map(ownOf);
  }

  /** Those with an address on that domain, in order of address. */
  async onDomain(domain: string): Promise<readonly OwnBal[]> {
    const found: OwnBal[] = [];
    for await (const page of this.pagesOnDomain(domain)) found.push(...page);
    return found;
  }

  /** The same, page after page. */
  async *pagesOnDomain(domain: string): AsyncGenerator<readonly OwnBal[]> {
    let after = '';
    for (;;) {
      const rows = await this.#read(
        `and split_part(b.address, '@', 2) = $3 and b.address > $4 order by b.address limit ${PAGE}`,
        [domain, after],
      );
      if (rows.length > 0) yield rows.map(ownOf);
      if (rows.length < PAGE) return;
      after = rows.at(-1)?.address ?? '';
    }
  }

  // The page is taken before anything is joined to it: what is joined is read for it alone.
  // EX_PBA_5011: a structure of one place declared none: its number is that of the place, for BAL opened before any was asked too.
  #read(condition: string, values: readonly unknown[]): Promise<OwnRow[]> {
    const { tenantId, at } = this.sql.context;
    return this.sql.query<OwnRow>(
      `select b.id, b.address, b.kind, b.state, b.is_test, b.description, coalesce(b.finess, o.finess) as finess,
              ${LISTE_ROUGE_CAUSES} as liste_rouge,
              s.service, s.rank,
              case when s.approved_at <= $2 and s.profession is not null
                   then json_build_object('civiliteExercice', s.civility, 'profession', s.profession, 'specialite', s.speciality)
                    end as approved,
              t.kind as tenant_kind, h.holders
         from (select * from bal b where b.tenant_id = $1 and b.state <> 'deleted' ${condition}) b
         join tenant t on t.tenant_id = b.tenant_id
         left join tenant o on o.tenant_id = b.tenant_id and o.kind = 'structure'
          and not exists (select from tenant_place p where p.tenant_id = o.tenant_id)
         left join bal_directory s on s.tenant_id = b.tenant_id and s.bal_id = b.id
         left join liste_rouge_choice c on c.tenant_id = b.tenant_id and c.bal_id = b.id
        cross join lateral (
          select coalesce(json_agg(json_build_object('idNat', p.id_nat, 'familyName', p.family_name,
                                                     'givenName', p.given_name, 'role', a.role)
                                   order by a.role = 'responsible' desc, p.sort_name, a.starts_at, a.id), '[]') as holders
            from bal_access a join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
           where a.tenant_id = b.tenant_id and a.bal_id = b.id and a.role <> 'delegate'
             and a.starts_at <= $2 and (a.ends_at is null or $2 < a.ends_at)) h
        order by b.address`,
      [tenantId, at, ...values],
    );
  }
}

function ownOf(row: OwnRow): OwnBal {
  const { id, address, kind, state, description, finess } = row;
  return {
    ...{ id, address, kind, state, description, finess, isTest: row.is_test, tenantKind: row.tenant_kind },
    ...{ listeRouge: row.liste_rouge, service: row.service, rank: row.rank, approved: row.approved },
    holders: onceEach(row.holders),
  };
}

/** Who holds it by several accesses does so by the strongest. */
function onceEach(holders: readonly OwnHolder[]): readonly OwnHolder[] {
  const seen = new Set<string>();
  return holders.filter(({ idNat }) => !seen.has(idNat) && seen.add(idNat));
}
