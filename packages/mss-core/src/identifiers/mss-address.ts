import type { MailPath } from './mail-path.js';

declare const mssAddress: unique symbol;
/** An address of the trust space in canonical form: lower case, `local@domain`, at most 254 characters. */
export type MssAddress = MailPath & { readonly [mssAddress]: true };

// EX_GBM_4300: letters, digits and . _ - + only; dots separate, they neither open, close nor follow one another.
const LOCAL_PART = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*$/;
const DOMAIN =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** Reads an address typed or received as text. Null when it is not one; case is folded, nothing else is repaired. */
export function parseMssAddress(text: string): MssAddress | null {
  const lower = text.toLowerCase();
  const at = lower.lastIndexOf('@');
  if (at < 1 || at > 64 || lower.length > 254) return null;
  if (!LOCAL_PART.test(lower.slice(0, at)) || !DOMAIN.test(lower.slice(at + 1))) return null;
  return lower as MssAddress;
}

export function domainOf(address: MssAddress): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

export function localPartOf(address: MssAddress): string {
  return address.slice(0, address.lastIndexOf('@'));
}
