import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the trust space publishes of itself once it listens, to be shown in sandbox.json and given to the product. */
export interface TrustSpaceFacts {
  readonly sandbox: Readonly<Record<string, unknown>>;
  readonly operator: { readonly certFile: string; readonly keyFile: string; readonly dn: string };
  readonly igc: {
    readonly chainFile: string;
    readonly fingerprints: readonly string[];
    readonly crlUrls: readonly string[];
    readonly ocspUrl: string;
  };
  readonly listeBlanche: { readonly url: string; readonly signerDn: string };
  readonly psc: { readonly issuer: string; readonly metadataUrl: string };
  /** Where statistics are deposited. */
  readonly sipil: { readonly url: string };
  /** Where it is searched, where the BAL are declared, where its reports are, and where its extractions are given. */
  readonly annuaire: {
    readonly fhirUrl: string;
    readonly ldapUrl: string;
    readonly feedUrl: string;
    readonly reportUrl: string;
    readonly extractionUrl: string;
    readonly identitiesUrl: string;
  };
  /** The accounts of the hospital whose managers may have no card. */
  readonly hospital: { readonly issuer: string };
  readonly dns: string;
  /** Where the simulated scanner listens. */
  readonly clamd: string;
}

export function readTrustSpaceFacts(folder: string): TrustSpaceFacts {
  return JSON.parse(readFileSync(join(folder, 'trust-space.json'), 'utf8'));
}
