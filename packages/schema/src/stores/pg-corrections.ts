import type { Correction, CorrectionState, IdNat } from '@cachet/mss-core';
import { bindTo, newestFirst, walkSql } from '../list-order.js';
import { type Page, type PageRequest, pageBy } from '../page.js';
import type { TenantSql } from '../sql.js';

/** A correction with what it would change. */
export interface KeptCorrection extends Correction {
  readonly address: string;
  readonly person: { readonly idNat: IdNat; readonly familyName: string; readonly givenName: string };
  readonly proposedAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
}

interface CorrectionRow {
  readonly id: string;
  readonly kind: 'identity' | 'name';
  readonly bal_id: string;
  readonly address: string;
  readonly person_id: string;
  readonly id_nat: IdNat;
  readonly family_name: string;
  readonly given_name: string;
  readonly known_id_nat: IdNat | null;
  readonly known_family_name: string | null;
  readonly known_given_name: string | null;
  readonly state: CorrectionState;
  readonly proposed_at: Date;
  readonly decided_at: Date | null;
  readonly decided_by: string | null;
}

const CORRECTIONS = `select c.id, c.kind, c.bal_id, b.address, c.person_id, p.id_nat, p.family_name, p.given_name, c.known_id_nat,
              c.known_family_name, c.known_given_name, c.state, c.proposed_at, c.decided_at, c.decided_by
         from publication_correction c
         join bal b on b.tenant_id = c.tenant_id and b.id = c.bal_id
         join person p on p.tenant_id = c.tenant_id and p.id = c.person_id
        where c.tenant_id = $1`;
const NEWEST_FIRST = newestFirst('c.proposed_at', 'c.id');

/** What the Annuaire knows otherwise of the people of one tenant. */
export class PgCorrections {
  constructor(private readonly sql: TenantSql) {}

  async hold(id: string): Promise<KeptCorrection | null> {
    const [row] = await this.sql.query<CorrectionRow>(`${CORRECTIONS} and c.id = $2 for update of c`, [
      this.sql.context.tenantId,
      id,
    ]);
    return row ? correctionOf(row) : null;
  }

  async decide(id: string, state: 'applied' | 'declined'): Promise<void> {
    const { tenantId, at, actor } = this.sql.context;
    const by =
      actor.kind === 'person' || actor.kind === 'partner' || actor.kind === 'system'
        ? actor.name
        : actor.kind;
    await this.sql.query(
      'update publication_correction set state = $3, decided_at = $4, decided_by = $5 where tenant_id = $1 and id = $2',
      [tenantId, id, state, at, by],
    );
  }

  /** Newest first. */
  page(
    request: PageRequest,
    wanted: { readonly state: CorrectionState | null; readonly balId: string | null },
  ): Promise<Page<KeptCorrection>> {
    return pageBy(request, async (walk) => {
      const values: unknown[] = [this.sql.context.tenantId];
      const bind = bindTo(values);
      const ofState = wanted.state === null ? '' : `and c.state = ${bind(wanted.state)}`;
      const ofBal = wanted.balId === null ? '' : `and c.bal_id = ${bind(wanted.balId)}`;
      const rows = await this.sql.query<CorrectionRow>(
        `${CORRECTIONS} ${ofState} ${ofBal} ${walkSql(NEWEST_FIRST, walk, bind)}`,
        values,
      );
      return rows.map(correctionOf);
    });
  }
}

function correctionOf(row: CorrectionRow): KeptCorrection {
  const { id, bal_id, address, person_id, id_nat, family_name, given_name, state } = row;
  return {
    ...{ id, balId: bal_id, address, personId: person_id, state, known: knownOf(row) },
    person: { idNat: id_nat, familyName: family_name, givenName: given_name },
    ...{ proposedAt: row.proposed_at, decidedAt: row.decided_at, decidedBy: row.decided_by },
  };
}

function knownOf(row: CorrectionRow): Correction['known'] {
  return row.known_id_nat
    ? { kind: 'identity', idNat: row.known_id_nat }
    : { kind: 'name', familyName: row.known_family_name ?? '', givenName: row.known_given_name ?? '' };
}
