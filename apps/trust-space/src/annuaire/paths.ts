/** The feeding service and that of reports, at the paths the Référentiel gives them (§6.3.2.1, §6.3.2.3.2). */
export const SOAP_PATH = '/webservices/V1011/Alimentation/WSALIMENTATIONMSS';
export const REPORT_PATH = '/webservices/V1011/CR/WSCRALIMENTATIONMSS';
export const FHIR_PATH = '/fhir/v2';
export const ANNUAIRE_CONTROL_PATH = '/annuaire/control';
