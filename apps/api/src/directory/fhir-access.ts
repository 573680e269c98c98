import { readFile } from 'node:fs/promises';
import type { FhirAccess } from '@cachet/ans';

export interface FhirConfig {
  readonly CACHET_ANNUAIRE_FHIR_URL?: string | undefined;
  readonly CACHET_ANNUAIRE_FHIR_KEY?: string | undefined;
  readonly CACHET_ANNUAIRE_FHIR_CA_FILE?: string | undefined;
}

/**
 * The FHIR API of the Annuaire that the operator configured; null where there is none. @throws a sentence for the administrator when its key
 * lacks.
 */
export async function fhirAccess(config: FhirConfig): Promise<FhirAccess | null> {
  const { CACHET_ANNUAIRE_FHIR_URL: url, CACHET_ANNUAIRE_FHIR_KEY: apiKey } = config;
  if (!url) return null;
  if (!apiKey) throw new Error(KEY_NEEDED);
  const caFile = config.CACHET_ANNUAIRE_FHIR_CA_FILE;
  const ca = caFile ? { ca: await readFile(caFile, 'utf8') } : {};
  return { baseUrl: url.replace(/\/+$/, ''), apiKey, ...ca };
}

const KEY_NEEDED =
  'CACHET_ANNUAIRE_FHIR_KEY est nécessaire avec CACHET_ANNUAIRE_FHIR_URL / CACHET_ANNUAIRE_FHIR_KEY is needed with CACHET_ANNUAIRE_FHIR_URL';
