import type { Bal, BalAccess, BalKind, BalRole, BalState, IdNat, MssAddress } from '@cachet/mss-core';

/** A BAL as its table tells it; what is in the table went through the core's parsers. */
export interface BalRow {
  id: string;
  address: MssAddress;
  kind: BalKind;
  state: BalState;
  is_test: boolean;
  description: string;
  quota_bytes: number;
  used_bytes: number;
}

export const BAL_COLUMNS =
  'b.id, b.address, b.kind, b.state, b.is_test, b.description, b.quota_bytes, b.used_bytes';

export function balOf(row: BalRow): Bal {
  return {
    id: row.id,
    address: row.address,
    kind: row.kind,
    state: row.state,
    isTest: row.is_test,
    description: row.description,
    quotaBytes: row.quota_bytes,
    usedBytes: row.used_bytes,
  };
}

export interface AccessRow {
  bal_id: string;
  id_nat: IdNat;
  role: BalRole;
  may_read: boolean;
  may_send: boolean;
  starts_at: Date;
  ends_at: Date | null;
}

export const ACCESS_COLUMNS = 'a.bal_id, p.id_nat, a.role, a.may_read, a.may_send, a.starts_at, a.ends_at';

export function accessOf(row: AccessRow): BalAccess {
  return {
    balId: row.bal_id,
    idNat: row.id_nat,
    role: row.role,
    mayRead: row.may_read,
    maySend: row.may_send,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
  };
}
