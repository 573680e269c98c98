import type { Sentence } from '../identifiers/index.js';

/** What to do about a failed exchange with the Annuaire. */
export type FaultCure =
  /** Again within the same night, before 2 h. */
  | 'retryTonight'
  /** Again later: the report is not there yet, or cannot be had now. */
  | 'retryLater'
  /** Once with a new token: a clock is wrong. */
  | 'renewToken'
  /** The whole feed anew. */
  | 'sendAgain'
  /** Nothing that we do by ourselves helps: the operator is told. */
  | 'tellOperator';

export interface ExchangeFault {
  readonly cure: FaultCure;
  readonly sentence: Sentence;
}

const CONTRACT: Sentence = {
  fr: 'l’Annuaire juge que notre message n’est pas celui qu’il attend',
  en: 'the Annuaire judges that our message is not the one it expects',
};
const ACCESS: Sentence = {
  fr: 'l’Annuaire refuse notre certificat ou notre domaine : vérifiez la liste blanche et le certificat de l’opérateur',
  en: 'the Annuaire refuses our certificate or our domain: check the liste blanche and the operator’s certificate',
};
const CLOCK: Sentence = {
  fr: 'l’Annuaire juge les heures du jeton : vérifiez la synchronisation de l’horloge',
  en: 'the Annuaire judges the times of the token: check that the clock is synchronised',
};
const SERVER: Sentence = {
  fr: 'l’Annuaire n’a pas pu traiter la demande',
  en: 'the Annuaire could not treat the request',
};

const tell = (sentence: Sentence): ExchangeFault => ({ cure: 'tellOperator', sentence });

/** The refusals of §9.7.1. */
// EX_WSA_5060
const FAULTS: Readonly<Record<string, ExchangeFault>> = {
  WSMSS01: tell(CONTRACT),
  WSMSS02: tell(CONTRACT),
  WSMSS03: tell(CONTRACT),
  // EX_SDT_5010
  WSMSS04: { cure: 'renewToken', sentence: CLOCK },
  WSMSS05: tell(CONTRACT),
  WSMSS06: tell(ACCESS),
  WSMSS07: tell(CONTRACT),
  WSMSS08: { cure: 'renewToken', sentence: CLOCK },
  WSMSS09: tell(CONTRACT),
  WSMSS10: { cure: 'renewToken', sentence: CLOCK },
  WSMSS11: tell(CONTRACT),
  WSMSS12: tell({
    fr: 'l’Annuaire juge le message mal écrit et l’a refusé en entier',
    en: 'the Annuaire judges the message wrongly written and refused it whole',
  }),
  WSMSS13: tell(ACCESS),
  WSMSS14: tell(ACCESS),
  WSMSS15: { cure: 'retryTonight', sentence: SERVER },
  // EX_1.1.1_5020
  WSMSS16: tell({
    fr: 'le compte-rendu se demande avec le certificat qui a servi au dépôt',
    en: 'the report is asked for with the certificate that served for the deposit',
  }),
  WSMSS17: {
    cure: 'retryLater',
    sentence: { fr: 'le compte-rendu n’est pas encore prêt', en: 'the report is not ready yet' },
  },
  WSMSS18: tell(ACCESS),
  WSMSS19: tell(CONTRACT),
  WSMSS20: tell(CONTRACT),
  WSMSS21: tell(CONTRACT),
  WSMSS22: tell(CONTRACT),
  WSMSS23: tell({
    fr: 'l’Annuaire ne connaît plus ce ticket : il ne garde que les derniers comptes-rendus',
    en: 'the Annuaire knows that ticket no more: it keeps the last reports only',
  }),
  WSMSS24: { cure: 'sendAgain', sentence: SERVER },
  WSMSS25: { cure: 'retryLater', sentence: SERVER },
  WSMSS26: { cure: 'retryLater', sentence: SERVER },
};

/** What a code of the Annuaire asks for; one that we do not know is told to the operator with its own words. */
export function exchangeFault(code: string, reason: string): ExchangeFault {
  const known = Object.hasOwn(FAULTS, code) ? FAULTS[code] : undefined;
  return known ?? tell({ fr: reason, en: reason });
}

/** `WSMSS 6`, `WSMSS06`, `soap:WSMSS6` are one code: the text writes it all these ways. Null for what is none. */
export function readFaultCode(text: string): string | null {
  const [, digits] = /(?:^|:)\s*WSMSS\s*(\d{1,2})\s*$/i.exec(text) ?? [];
  return digits ? `WSMSS${digits.padStart(2, '0')}` : null;
}
