import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { AnnuaireExtraction } from '@cachet/ans';
import type { CopySource } from '@cachet/mss-core';
import type { DirectoryCopyConfig } from './directory-config.js';

export interface CopySources {
  /** Null where no address is configured. */
  readonly bals: CopySource | null;
  readonly identities: CopySource | null;
}

/** The extractions that the operator configured. @throws a sentence for the administrator when the certificate lacks. */
// EX_2.1.3_5010, EX_2.1.4_5010: both are given to the operator’s certificate alone; the public one to everybody.
export async function openCopySources(config: DirectoryCopyConfig): Promise<CopySources> {
  const folder = config.CACHET_DATA_DIR ?? tmpdir();
  const { CACHET_ANNUAIRE_EXTRACTION_URL: bals, CACHET_ANNUAIRE_IDENTITIES_URL: identities } = config;
  const kind = config.CACHET_ANNUAIRE_EXTRACTION_KIND;
  const caFile = config.CACHET_ANNUAIRE_EXTRACTION_CA_FILE;
  const wallClock = () => new Date();
  const open = { kind: 'public', folder, ...(caFile && { ca: await readFile(caFile, 'utf8') }) } as const;
  const access = async () => (kind === 'public' ? open : { kind, folder, ...(await proofOf(config)) });
  return {
    bals: bals ? new AnnuaireExtraction({ ...(await access()), url: bals }, wallClock) : null,
    identities: identities
      ? new AnnuaireExtraction(
          { kind: 'tm214a', folder, url: identities, ...(await proofOf(config)) },
          wallClock,
        )
      : null,
  };
}

async function proofOf(config: DirectoryCopyConfig) {
  const { CACHET_TLS_CERT_FILE: certFile, CACHET_TLS_KEY_FILE: keyFile } = config;
  if (!certFile || !keyFile) throw new Error(IDENTITY_NEEDED);
  const [cert, key, ca] = await Promise.all(
    [certFile, keyFile, config.CACHET_ANNUAIRE_CA_FILE ?? config.CACHET_IGC_CHAIN].map((file) =>
      readFile(file, 'utf8'),
    ),
  );
  return { identity: { cert: cert ?? '', key: key ?? '' }, ca: ca ?? '' };
}

const IDENTITY_NEEDED =
  'CACHET_TLS_CERT_FILE et CACHET_TLS_KEY_FILE sont nécessaires avec une extraction réservée aux opérateurs / CACHET_TLS_CERT_FILE and CACHET_TLS_KEY_FILE are needed with an extraction reserved to operators';
