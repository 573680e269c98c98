/** The refusals of the feeding service (Référentiel §9.7.1) that this simulation pronounces. */
export const FAULTS = {
  WSMSS01: 'L’en-tête de sécurité n’existe pas dans le message SOAP',
  WSMSS02: 'Le jeton SAML n’a pas été trouvé dans l’en-tête du message SOAP',
  WSMSS03: 'La date d’émission de l’assertion SAML (IssueInstant) est obligatoire dans le jeton VIHF',
  WSMSS05: 'L’identité de l’émetteur (Issuer) est obligatoire dans le jeton VIHF',
  WSMSS06: 'Echec d’authentification : l’émetteur ou le domaine n’est pas dans la liste blanche',
  WSMSS12: 'Schéma XML non conforme',
  WSMSS13: 'La valeur du champ Issuer est différente du DN du certificat d’authentification',
  WSMSS18: 'Le DN du certificat d’authentification de l’Opérateur n’est pas valide',
} as const;
export type FaultCode = keyof typeof FAULTS;

export class SoapFault extends Error {
  constructor(
    readonly code: FaultCode,
    detail?: string,
  ) {
    super(detail ? `${FAULTS[code]} : ${detail}` : FAULTS[code]);
    this.name = 'SoapFault';
  }
}

const SOAP12 = 'http://www.w3.org/2003/05/soap-envelope';

export function faultEnvelope(fault: SoapFault): string {
  return envelope(
    `<soap:Fault><soap:Code><soap:Value>soap:Receiver</soap:Value><soap:Subcode><soap:Value>soap:${fault.code}</soap:Value></soap:Subcode></soap:Code><soap:Reason><soap:Text xml:lang="fr">${text(fault.message)}</soap:Text></soap:Reason></soap:Fault>`,
  );
}

export function ticketEnvelope(ticket: string): string {
  return envelope(
    `<reponse xmlns="https://ws.annuaire.mssante.fr/webservices/1011/Alimentation/WSALIMENTATIONMSS"><Ticket>${text(ticket)}</Ticket></reponse>`,
  );
}

function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="${SOAP12}"><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
