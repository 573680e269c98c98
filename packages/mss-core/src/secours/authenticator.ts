const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A secret as authenticators take it by hand (RFC 4648 §6). */
export function authenticatorKey(secret: Uint8Array): string {
  const bits = [...secret].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((five) => BASE32.charAt(Number.parseInt(five.padEnd(5, '0'), 2))).join('');
}

/** The address that authenticators read from a QR code. */
export function authenticatorUri(secret: Uint8Array, issuer: string, holder: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(holder)}`;
  const settings = `secret=${authenticatorKey(secret)}&issuer=${encodeURIComponent(issuer)}`;
  return `otpauth://totp/${label}?${settings}&algorithm=SHA1&digits=6&period=30`;
}
