declare const tenantId: unique symbol;
export type TenantId = string & { readonly [tenantId]: true };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function parseUuid(text: string): string | null {
  const lower = text.toLowerCase();
  return UUID.test(lower) ? lower : null;
}

export function parseTenantId(text: string): TenantId | null {
  return parseUuid(text) as TenantId | null;
}
