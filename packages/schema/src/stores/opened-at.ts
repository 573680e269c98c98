const TOLD = "t.kind = 'session.opened' and t.outcome = 'ok'";

/**
 * When somebody last proved who they are, of a BAL `b`: by SMTP or IMAP, which names the BAL, or by the portal, which opens all of a person's, by
 * the number they bear or bore before. Null for never. `before` is an SQL expression.
 */
export function openedAt(by: 'people' | 'anyone', before = "'infinity'::timestamptz"): string {
  const byWhom = by === 'people' ? "and t.actor ->> 'kind' = 'person'" : '';
  return `greatest(
    (select max(t.at) from trace_event t
      where t.tenant_id = b.tenant_id and t.bal_id = b.id and ${TOLD} ${byWhom} and t.at < ${before}),
    (select max(visit.at) from bal_access a
       join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
      cross join lateral unnest(p.id_nat || p.former_id_nats) as borne (id_nat)
      cross join lateral (
        select max(t.at) as at from trace_event t
         where t.tenant_id = a.tenant_id and t.portal_opened_by = borne.id_nat
           and t.at >= a.starts_at and t.at < least(a.ends_at, ${before})) as visit
      where a.tenant_id = b.tenant_id and a.bal_id = b.id))`;
}
