import type { TenantRegister } from './ports.js';

const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63})$/;

/** Whether warnings may be sent there: an ordinary address outside the trust space. */
// EX_GBM_4440, EX_GBM_6010: warnings go by a channel outside the trust space.
export async function isAlertAddress(
  tenants: Pick<TenantRegister, 'hasDomain'>,
  address: string,
): Promise<boolean> {
  const domain = ADDRESS.exec(address)?.[1]?.toLowerCase();
  if (!domain || address.length > 254) return false;
  const isInside = domain === 'mssante.fr' || domain.endsWith('.mssante.fr');
  return !isInside && !(await tenants.hasDomain(domain));
}
