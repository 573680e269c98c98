/** Where copies of the Annuaire come from; each is read where its address is configured. */
export interface DirectoryCopyConfig {
  readonly CACHET_ANNUAIRE_EXTRACTION_URL?: string | undefined;
  readonly CACHET_ANNUAIRE_EXTRACTION_KIND: 'public' | 'tm213a';
  readonly CACHET_ANNUAIRE_EXTRACTION_CA_FILE?: string | undefined;
  readonly CACHET_ANNUAIRE_IDENTITIES_URL?: string | undefined;
  readonly CACHET_ANNUAIRE_CA_FILE?: string | undefined;
  readonly CACHET_TLS_CERT_FILE?: string | undefined;
  readonly CACHET_TLS_KEY_FILE?: string | undefined;
  readonly CACHET_IGC_CHAIN: string;
  readonly CACHET_DATA_DIR?: string | undefined;
}
