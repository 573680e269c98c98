import { type MessageNames, SOAP_NAMESPACES } from './message-names.js';

/** The refusals of §9.7.1. */
export const FAULTS = {
  WSMSS01: 'L’en-tête de sécurité n’existe pas dans le message SOAP',
  WSMSS02: 'Le jeton SAML n’a pas été trouvé dans l’en-tête du message SOAP',
  WSMSS03: 'La date d’émission de l’assertion SAML (IssueInstant) est obligatoire dans le jeton VIHF',
  WSMSS04: 'La date d’émission de l’assertion SAML (IssueInstant) n’est pas valide',
  WSMSS05: 'L’identité de l’émetteur (Issuer) est obligatoire dans le jeton VIHF',
  WSMSS06: 'Echec d’authentification : l’émetteur ou le domaine n’est pas dans la liste blanche',
  WSMSS07: 'La date de début de validité (NotBefore) est obligatoire dans le jeton VIHF',
  WSMSS08: 'La date de début de validité (NotBefore) n’est pas valide',
  WSMSS09: 'La date de fin de validité (NotOnOrAfter) est obligatoire dans le jeton VIHF',
  WSMSS10: 'La date de fin de validité (NotOnOrAfter) n’est pas valide',
  WSMSS11: 'L’élément Profil_Utilisateur est obligatoire dans le jeton VIHF',
  WSMSS12: 'Schéma XML non conforme',
  WSMSS13: 'La valeur du champ Issuer est différente du DN du certificat d’authentification',
  WSMSS14:
    'La valeur du champ Identifiant_Structure est différente de celle du certificat d’authentification',
  WSMSS15: 'Le message ne peut pas être déposé dans le SAS de stockage pour être traité',
  WSMSS16: 'Le numéro de ticket ne correspond pas au DN du certificat d’authentification',
  WSMSS17: 'Le traitement n’est pas démarré ou est en cours. Le compte-rendu n’est pas encore disponible',
  WSMSS18: 'Le DN du certificat d’authentification de l’Opérateur n’est pas valide',
  WSMSS19: 'L’identifiant de l’utilisateur final (Subject NameID) est obligatoire dans le jeton VIHF',
  WSMSS20: 'L’identifiant de l’utilisateur final (Subject NameID) n’est pas valide',
  WSMSS21: 'La valeur de l’élément Profil_Utilisateur n’est pas valide',
  WSMSS22: 'L’élément Identifiant_Structure est obligatoire dans le jeton VIHF',
  WSMSS23: 'Le numéro de ticket n’existe pas',
  WSMSS24: 'La demande d’alimentation est en échec',
  WSMSS25: 'Le fichier du compte-rendu de l’alimentation n’existe pas',
  WSMSS26: 'Le fichier du compte-rendu de l’alimentation ne peut être récupéré du SAS de stockage',
} as const;
export type FaultCode = keyof typeof FAULTS;

export const FAULT_CODES = Object.keys(FAULTS) as [FaultCode, ...FaultCode[]];

export class SoapFault extends Error {
  constructor(
    readonly code: FaultCode,
    detail?: string,
  ) {
    super(detail ? `${FAULTS[code]} : ${detail}` : FAULTS[code]);
    this.name = 'SoapFault';
  }
}

/** Figure 26, in the shape of the version that was asked for. */
export function faultEnvelope({ code, message }: SoapFault, names: MessageNames): string {
  const fault =
    names.soapVersion === '1.2'
      ? `<soap:Code><soap:Value>soap:Receiver</soap:Value><soap:Subcode><soap:Value>soap:${code}</soap:Value></soap:Subcode></soap:Code><soap:Reason><soap:Text xml:lang="fr">${text(message)}</soap:Text></soap:Reason>`
      : `<faultcode>soap:${code}</faultcode><faultstring>${text(message)}</faultstring>`;
  return envelope(`<soap:Fault>${fault}</soap:Fault>`, names);
}

export function ticketEnvelope(ticket: string, names: MessageNames): string {
  return envelope(
    `<reponse xmlns="${names.feed.namespace}"><${names.ticket}>${text(ticket)}</${names.ticket}></reponse>`,
    names,
  );
}

export function reportEnvelope(ticket: string, names: MessageNames): string {
  return envelope(
    `<reponse xmlns="${names.report.namespace}"><${names.ticket}>${text(ticket)}</${names.ticket}></reponse>`,
    names,
  );
}

function envelope(body: string, { soapVersion }: MessageNames): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="${SOAP_NAMESPACES[soapVersion]}"><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

export function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
