import { readFile } from 'node:fs/promises';
import { IgcTrustStore } from '@cachet/ans';

export interface IgcConfig {
  readonly CACHET_IGC_CHAIN: string;
  readonly CACHET_IGC_FINGERPRINTS: readonly string[];
  readonly CACHET_IGC_CRL_URLS: readonly string[];
  readonly CACHET_IGC_OCSP_URL?: string | undefined;
  readonly CACHET_DATA_DIR?: string | undefined;
}

/** The installed chain of IGC-Santé. @throws ChainAltered, or a sentence for the administrator when the chain cannot serve. */
export async function openTrustStore(config: IgcConfig): Promise<IgcTrustStore> {
  return IgcTrustStore.load({
    chainPem: await readFile(config.CACHET_IGC_CHAIN, 'utf8'),
    // RE_OPE_5040: verified at each start; the jobs look again each day.
    fingerprints: config.CACHET_IGC_FINGERPRINTS,
    crlUrls: config.CACHET_IGC_CRL_URLS,
    ocspUrl: config.CACHET_IGC_OCSP_URL ?? null,
    cacheFolder: config.CACHET_DATA_DIR ?? null,
  });
}
