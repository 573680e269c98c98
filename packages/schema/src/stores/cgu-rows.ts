import type { CguStanding } from '@cachet/mss-core';

/** How the person `p` stands with the operator's terms, read with what they hold: no question of its own. */
export interface StandingsRow {
  cgu: readonly { readonly id: string; readonly at: string; readonly accepted: boolean }[] | null;
}

/** Versions replaced before that moment are left out: nobody is judged on them any more. */
export function cguStandings(at: string): string {
  return `(select json_agg(json_build_object('id', v.id, 'at', v.in_force_at, 'accepted', c.person_id is not null))
             from cgu_version v
             left join cgu_acceptance c on c.tenant_id = p.tenant_id and c.person_id = p.id and c.version_id = v.id
            where v.in_force_at >= coalesce(
              (select max(w.in_force_at) from cgu_version w where w.in_force_at <= ${at}), '-infinity'))`;
}

export function standingsOf({ cgu }: StandingsRow): readonly CguStanding[] {
  return (cgu ?? NONE).map(({ id, at, accepted }) => ({
    versionId: id,
    inForceAt: new Date(at),
    isAccepted: accepted,
  }));
}

const NONE: NonNullable<StandingsRow['cgu']> = [];
