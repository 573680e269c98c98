import { constants } from 'node:crypto';
import type { ConnectionOptions, SecureContextOptions } from 'node:tls';

/** The six suites of the reference text for TLS 1.2, in its order. */
// EX_OPE_5010, EX_LPS_0200: these and no other; all six, forward secrecy in each.
export const TLS12_SUITES = [
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA256',
  'DHE-RSA-AES256-GCM-SHA384',
  'DHE-RSA-AES128-GCM-SHA256',
] as const;

// RE_OPE_5015: TLS 1.3 beside 1.2.
export const TLS13_SUITES = ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'] as const;

/** What every TLS session of the mail edge is made with, whoever opens it. */
const COMMON = {
  // EX_LPS_0100: TLS 1.2 and later; anything older is no connection.
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  ciphers: [...TLS13_SUITES, ...TLS12_SUITES].join(':'),
  // EX_OPE_5010: curves of 256 bits at least. P-256 comes first: auditing tools count X25519 as 253.
  ecdhCurve: 'prime256v1:secp384r1:X25519',
  // B05: a resumed session would rest on an older judgement of the peer; a renegotiated one could change the peer under way.
  secureOptions:
    constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_COMPRESSION,
} as const satisfies SecureContextOptions;

/** For listeners: MX, submission, IMAP. */
export function serverProfile(identity: { cert: Buffer; key: Buffer }): SecureContextOptions {
  // EX_OPE_5010: DH groups follow the key's strength, 2048 bits at least.
  return { ...COMMON, ...identity, honorCipherOrder: true, dhparam: 'auto' };
}

/**
 * For connections to other operators. The chain is judged by us after the handshake, against IGC-Santé alone and without regard to
 * the host's name, so that OpenSSL's own verdict is not asked.
 */
export function clientProfile(identity: { cert: Buffer; key: Buffer }): ConnectionOptions {
  return { ...COMMON, ...identity, minDHSize: 2048, rejectUnauthorized: false };
}
