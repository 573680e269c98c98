const TOLD = "t.kind = 'session.opened' and t.outcome = 'ok'";

/**
 * When somebody last proved who they are, of a BAL `b`: by SMTP or IMAP, which names the BAL, or by the portal, which opens all of a person's, by
 * the number they bear, or one they bore as long as they did. Null for never. `before` is an SQL expression.
 */
export function openedAt(by: 'people' | 'anyone', before = "'infinity'::timestamptz"): string {
  const byWhom = by === 'people' ? "and t.actor ->> 'kind' = 'person'" : '';
  return `greatest(
    (select max(t.at) from trace_event t
      where t.tenant_id = b.tenant_id and t.bal_id = b.id and ${TOLD} ${byWhom} and t.at < ${before}),
    (select max(visit.at) from bal_access a
      cross join lateral (
        select p.id_nat, null::timestamptz as until from person p
         where p.tenant_id = a.tenant_id and p.id = a.person_id
         union all
        select n.id_nat, n.borne_until from person_former_number n
         where n.tenant_id = a.tenant_id and n.person_id = a.person_id) as borne
      cross join lateral (
        select max(t.at) as at from trace_event t
         where t.tenant_id = a.tenant_id and t.portal_opened_by = borne.id_nat
           and t.at >= a.starts_at and t.at < least(a.ends_at, borne.until, ${before})) as visit
      where a.tenant_id = b.tenant_id and a.bal_id = b.id))`;
}
