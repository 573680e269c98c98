import type { ServerOptions } from 'node:https';
import type { Igc } from './igc.js';

/** TLS of a national service: it asks for the caller's certificate, and each service judges it by its own rules. */
export function nationalServiceTls(igc: Igc): ServerOptions {
  const { cert, key } = igc.identities.nationalServices;
  return { cert, key, ca: igc.chain, minVersion: 'TLSv1.2', requestCert: true, rejectUnauthorized: false };
}
