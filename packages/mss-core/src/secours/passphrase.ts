/** Crockford's base 32: no letter that reads as another one or as a digit. */
const SYMBOLS = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 20;
const GROUP = 4;
const CODE = /^\d{6}$/;

/** How many random bytes make a passphrase: one a symbol. */
export const PASSPHRASE_BYTES = LENGTH;

/**
 * The thing known of an access de secours. Its first group, the selector, says whose it is: several people hold one BAL, and one
 * attempt then costs one hash and is counted against one person. The other sixteen symbols are 80 random bits.
 */
export interface Passphrase {
  readonly selector: string;
  /** The whole, as it is hashed. */
  readonly text: string;
}

export interface SecoursPassword {
  readonly passphrase: Passphrase;
  readonly code: string;
}

/** A new passphrase; the person is shown `written` once. */
export function mintPassphrase(random: Uint8Array): Passphrase & { readonly written: string } {
  if (random.length !== LENGTH) throw new RangeError(`a passphrase takes ${LENGTH} random bytes`);
  // 32 divides 256: each symbol is as likely as any other.
  const text = [...random].map((byte) => SYMBOLS.charAt(byte % SYMBOLS.length)).join('');
  const written = text.match(/.{4}/g)?.join('-') ?? text;
  return { selector: text.slice(0, GROUP), text, written };
}

/** Reads a passphrase as people type it: capitals, spaces and hyphens do not count. Null when it is none. */
export function readPassphrase(typed: string): Passphrase | null {
  if (typed.length > 4 * LENGTH) return null;
  const text = typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  if (text.length !== LENGTH || [...text].some((symbol) => !SYMBOLS.includes(symbol))) return null;
  return { selector: text.slice(0, GROUP), text };
}

/** Reads the two proofs typed apart. */
export function readSecoursProofs(typedPassphrase: string, typedCode: string): SecoursPassword | null {
  const passphrase = readPassphrase(typedPassphrase);
  const code = typedCode.replaceAll(/\s/g, '');
  return passphrase && CODE.test(code) ? { passphrase, code } : null;
}

/** Reads them as a mail program sends them, in its one field: the passphrase, then the six digits. */
export function readSecoursPassword(typed: string): SecoursPassword | null {
  const text = typed.replaceAll(/[\s-]/g, '');
  return readSecoursProofs(text.slice(0, -6), text.slice(-6));
}
