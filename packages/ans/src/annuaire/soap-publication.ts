import {
  type DeclaredDomain,
  type DirectoryPublication,
  exchangeFault,
  type FaultCure,
  type GivenFeed,
  type GivenReport,
  type PublicationFault,
} from '@cachet/mss-core/annuaire';
import type { Sentence } from '@cachet/mss-core/identifiers';
import { FetchFailure } from '../http/fetch-bytes.js';
import type { AnnuaireClient } from './annuaire-client.js';
import { type ExchangeObjection, ExchangeRefused } from './exchange-objection.js';
import type { AnnuaireFault } from './read-answer.js';
import { readReportArchive } from './read-report.js';

/** The Annuaire by its two SOAP services (TM1.1.1P): whatever goes wrong there is an answer with its cure. */
export class SoapPublication implements DirectoryPublication {
  readonly adapter = 'soap';

  constructor(private readonly client: Pick<AnnuaireClient, 'fingerprint' | 'sendFeed' | 'askReport'>) {}

  get fingerprint(): string {
    return this.client.fingerprint;
  }

  async send(feeds: readonly DeclaredDomain[]): Promise<GivenFeed> {
    return answered(async () => {
      const answer = await this.client.sendFeed(feeds);
      return answer.kind === 'ticket' ? answer : refusal(answer);
    }, 'retryTonight');
  }

  async report(ticket: string): Promise<GivenReport> {
    return answered(async () => {
      const answer = await this.client.askReport(ticket);
      if (answer.kind === 'fault') return refusal(answer);
      return { kind: 'report', report: readReportArchive(answer.archive, ticket) };
    }, 'retryLater');
  }
}

/** What it gives, or what stood in the way of any answer that could be believed. */
async function answered<T>(ask: () => Promise<T>, cure: FaultCure): Promise<T | PublicationFault> {
  try {
    return await ask();
  } catch (fault) {
    if (fault instanceof ExchangeRefused)
      return { kind: 'fault', code: fault.objection, cure, sentence: UNBELIEVED[fault.objection] };
    if (fault instanceof FetchFailure)
      return { kind: 'fault', code: 'unreachable', cure, sentence: UNREACHABLE };
    throw fault;
  }
}

function refusal({ code, reason }: AnnuaireFault): PublicationFault {
  return { kind: 'fault', code, ...exchangeFault(code, reason) };
}

const UNREACHABLE: Sentence = {
  fr: 'l’Annuaire ne répond pas, ou refuse la connexion',
  en: 'the Annuaire does not answer, or refuses the connection',
};
const NOT_ITSELF: Sentence = {
  fr: 'ce qui a répondu n’est pas un message de l’Annuaire',
  en: 'what answered is no message of the Annuaire',
};
const BROKEN_ARCHIVE: Sentence = {
  fr: 'l’archive du compte-rendu est abîmée ou n’est pas celle attendue ; rien n’en est gardé',
  en: 'the archive of the report is damaged or not the one expected; nothing of it is kept',
};

const UNBELIEVED: Readonly<Record<ExchangeObjection, Sentence>> = {
  notSoap: NOT_ITSELF,
  malformed: NOT_ITSELF,
  dtd: NOT_ITSELF,
  tooLarge: NOT_ITSELF,
  noTicket: { fr: 'l’Annuaire n’a pas donné de ticket', en: 'the Annuaire gave no ticket' },
  noArchive: { fr: 'l’Annuaire n’a pas donné d’archive', en: 'the Annuaire gave no archive' },
  archiveBroken: BROKEN_ARCHIVE,
  archiveStrange: BROKEN_ARCHIVE,
  checksumWrong: BROKEN_ARCHIVE,
  otherTicket: {
    fr: 'le compte-rendu reçu est celui d’un autre envoi ; rien n’en est gardé',
    en: 'the report that came is of another feed; nothing of it is kept',
  },
};
