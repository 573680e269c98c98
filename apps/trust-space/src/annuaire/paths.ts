export const SOAP_PATH = '/webservices/V1011/Alimentation/WSALIMENTATIONMSS';
export const REPORT_PATH = '/webservices/V1011/CR/WSCRALIMENTATIONMSS';
export const FHIR_PATH = '/fhir/v2';
export const ANNUAIRE_CONTROL_PATH = '/annuaire/control';
