import { type KeyObject, verify } from 'node:crypto';

/** The signatures we accept in the trust space, by OID. SHA-1 and MD5 are not among them. */
const ALGORITHMS: Readonly<Record<string, { readonly hash: string; readonly key: 'rsa' | 'ec' }>> = {
  '1.2.840.113549.1.1.11': { hash: 'sha256', key: 'rsa' },
  '1.2.840.113549.1.1.12': { hash: 'sha384', key: 'rsa' },
  '1.2.840.113549.1.1.13': { hash: 'sha512', key: 'rsa' },
  '1.2.840.10045.4.3.2': { hash: 'sha256', key: 'ec' },
  '1.2.840.10045.4.3.3': { hash: 'sha384', key: 'ec' },
  '1.2.840.10045.4.3.4': { hash: 'sha512', key: 'ec' },
};

export function isAcceptedAlgorithm(oid: string): boolean {
  return oid in ALGORITHMS;
}

/** Does the signature hold, by an accepted algorithm that suits the key? */
export function isSignedBy(key: KeyObject, oid: string, signed: Uint8Array, signature: Uint8Array): boolean {
  const algorithm = ALGORITHMS[oid];
  if (!algorithm || key.asymmetricKeyType !== algorithm.key) return false;
  return verify(algorithm.hash, signed, key, signature);
}

/** RSA of 2048 bits or an elliptic curve of 256, at least; the other kinds have no place in the trust space. */
export function isStrongKey({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): boolean {
  if (type === 'rsa') return (details?.modulusLength ?? 0) >= 2048;
  return type === 'ec' && STRONG_CURVES.has(details?.namedCurve ?? '');
}

const STRONG_CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
