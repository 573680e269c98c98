import type { Declaration } from './declaration.js';

/**
 * How messages to and from the Annuaire are written. Neither WSDL nor XSD is public: every name, namespace, version and action stands here
 * and nowhere else, so that what the ANS gives at onboarding is one change of configuration, for us and for who plays the Annuaire.
 */
export interface AnnuaireNames {
  readonly soapVersion: '1.1' | '1.2';
  readonly feed: ServiceNames;
  readonly report: ServiceNames;
  /** Elements that enclose: one domain’s part, and one BAL. */
  readonly domainPart: string;
  readonly domain: string;
  readonly account: string;
  readonly coholders: string;
  readonly coholder: string;
  /** Elements of one BAL and of one cotitulaire, in their order. */
  readonly fields: readonly (readonly [keyof Omit<Declaration, 'cotitulaires'>, string])[];
  readonly coholderFields: readonly (readonly [CoholderField, string])[];
  /** Codes of the NOS: an empty element with `code`, `codeSystem`… (§6.3.2.3.3.3), or the code alone as text. */
  readonly codedAs: 'attributes' | 'text';
  readonly ticket: string;
  /** Base64 of the archive, in an answer that has no attachment. */
  readonly archive: string;
  readonly sendsFaultTo: boolean;
  /** Format of the Issuer of the VIHF. */
  readonly issuerFormat: string;
}

export type CoholderField =
  | 'typeIdentifiantPP'
  | 'identifiantPP'
  | 'nomExercice'
  | 'prenomExercice'
  | 'estResponsable';

/** One of the two services. */
export interface ServiceNames {
  readonly namespace: string;
  /** The element in the body that asks. */
  readonly request: string;
  /** An opaque text: the text itself writes it otherwise than the address. */
  readonly action: string;
}

const BASE = 'https://ws.annuaire.mssante.fr/webservices/V1011';

/** The names that the Référentiel tells, and for those it does not, ours until the ANS gives its own. */
export const ANNUAIRE_NAMES: AnnuaireNames = {
  soapVersion: '1.2',
  feed: {
    namespace: `${BASE}/Alimentation/WSALIMENTATIONMSS`,
    request: 'alimentationMSS',
    action: 'http://annuaire.mssante.fr/webservices/V1011/alimentation/WSAlimentationMSS/alimentationMSS',
  },
  report: {
    namespace: `${BASE}/CR/WSCRALIMENTATIONMSS`,
    request: 'crAlimentationMSS',
    action: 'http://annuaire.mssante.fr/webservices/V1011/cr/WSCRAlimentationMSS/crAlimentationMSS',
  },
  domainPart: 'AlimentationDomaine',
  domain: 'Domaine',
  account: 'COMPTESMSS',
  coholders: 'ListeCotitulaires',
  coholder: 'Cotitulaire',
  fields: [
    ['typeBal', 'TypeBAL'],
    ['adresseBal', 'AdresseBAL'],
    ['typeIdentifiantPP', 'TypeIdentifiantPP'],
    ['identifiantPP', 'IdentifiantPP'],
    ['typeIdentifiantPM', 'TypeIdentifiantPM'],
    ['identifiantPM', 'IdentifiantPM'],
    ['serviceRattachement', 'ServiceRattachement'],
    ['civiliteExercice', 'CiviliteExercice'],
    ['nomExercice', 'NomExercice'],
    ['prenomExercice', 'PrenomExercice'],
    ['categorieProfessions', 'CategorieProfessions'],
    ['profession', 'Profession'],
    ['specialite', 'Specialite'],
    ['responsable', 'Responsable'],
    ['description', 'Description'],
    ['listeRouge', 'ListeRouge'],
  ],
  coholderFields: [
    ['typeIdentifiantPP', 'TypeIdentifiantPP'],
    ['identifiantPP', 'IdentifiantPP'],
    ['nomExercice', 'NomExercice'],
    ['prenomExercice', 'PrenomExercice'],
    ['estResponsable', 'EstResponsable'],
  ],
  codedAs: 'attributes',
  ticket: 'Ticket',
  archive: 'Fichier',
  sendsFaultTo: true,
  // Table 5 and OASIS; the example of the text writes SAML:2.0, which no register holds.
  issuerFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName',
};
