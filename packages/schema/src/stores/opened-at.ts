/**
 * When somebody last proved who they are, of a BAL `b`: by SMTP or IMAP, which names the BAL, or by the portal, which opens all of a person's.
 * Null for never.
 */
export const OPENED_AT = `greatest(
  (select max(t.at) from trace_event t
    where t.tenant_id = b.tenant_id and t.bal_id = b.id
      and t.kind = 'session.opened' and t.outcome = 'ok' and t.actor ->> 'kind' = 'person'),
  (select max(t.at) from bal_access a
     join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
     join trace_event t on t.tenant_id = a.tenant_id and t.bal_id is null
      and t.kind = 'session.opened' and t.outcome = 'ok' and t.actor ->> 'idNat' = p.id_nat
      and t.at >= a.starts_at and (a.ends_at is null or t.at < a.ends_at)
    where a.tenant_id = b.tenant_id and a.bal_id = b.id))`;
