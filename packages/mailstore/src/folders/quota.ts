import type { TenantSql } from '@cachet/schema';

/** Whether these octets still fit, as far as can be told without waiting for others. */
export async function mayFit(sql: TenantSql, balId: string, octets: number): Promise<boolean> {
  const fitting = await sql.query('select from bal where id = $1 and used_bytes + $2 <= quota_bytes', [
    balId,
    octets,
  ]);
  return fitting.length > 0;
}

/** Counts these octets as used, unless they exceed the quota: then nothing changes and the answer is false. */
export async function takeRoom(sql: TenantSql, balId: string, octets: number): Promise<boolean> {
  const taken = await sql.query(
    'update bal set used_bytes = used_bytes + $2 where id = $1 and used_bytes + $2 <= quota_bytes returning id',
    [balId, octets],
  );
  return taken.length > 0;
}

/** The same without looking at the quota. */
export async function takeRoomAnyway(sql: TenantSql, balId: string, octets: number): Promise<void> {
  await sql.query('update bal set used_bytes = used_bytes + $2 where id = $1', [balId, octets]);
}

export async function giveRoomBack(sql: TenantSql, balId: string, octets: number): Promise<void> {
  await sql.query('update bal set used_bytes = greatest(0, used_bytes - $2) where id = $1', [balId, octets]);
}
