/** The feeding service and that of reports, at the paths the Référentiel gives them (§6.3.2.1, §6.3.2.3.2). */
export const SOAP_PATH = '/webservices/V1011/Alimentation/WSALIMENTATIONMSS';
export const REPORT_PATH = '/webservices/V1011/CR/WSCRALIMENTATIONMSS';
export const FHIR_PATH = '/fhir/v2';
/** The extractions: the public one, and those of operators (tables 27 and 36). */
export const PUBLIC_EXTRACTION_PATH =
  '/annuaire-sante-webservices/V300/services/extraction/Extraction_Correspondance_MSSante';
export const MSS_EXTRACTION_PATH = '/webservices/V1011/extractionMSSante';
export const IDENTITIES_PATH = '/webservices/V1011/extractionIdentitePS';
export const ANNUAIRE_CONTROL_PATH = '/annuaire/control';
