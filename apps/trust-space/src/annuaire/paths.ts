/** The feeding service, at the path the Référentiel gives it (§6.3.2.3.2). */
export const SOAP_PATH = '/webservices/V1011/Alimentation/WSALIMENTATIONMSS';
export const FHIR_PATH = '/fhir/v2';
export const ANNUAIRE_CONTROL_PATH = '/annuaire/control';
