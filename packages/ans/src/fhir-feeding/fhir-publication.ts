import { createHash } from 'node:crypto';
import type {
  DeclaredDomain,
  DirectoryPublication,
  DomainReport,
  FaultCure,
  FedMailbox,
  FhirFeedMemory,
  GivenFeed,
  GivenReport,
  PublicationFault,
  ReportAnomaly,
} from '@cachet/mss-core/annuaire';
import type { Sentence } from '@cachet/mss-core/identifiers';
import type { FhirAccess } from '../fhir/fhir-exchange.js';
import { FhirFailure } from '../fhir/fhir-failure.js';
import type { FetchBytes } from '../http/fetch-bytes.js';
import { type DeclaredMailbox, declaredMailbox } from './declared-mailbox.js';
import { MailboxPatcher, type MailboxRefusal } from './patch-mailbox.js';

/** Calls under way at one moment. */
const AT_ONCE = 4;

/**
 * The Annuaire by the ANS’s draft FHIR feeding (July 2026, not in force): PATCH of telecom, of those mailboxes alone that changed since what
 * was fed last. Its report is there at once, in the same words as that of the SOAP feed. What was done before a failure is kept in mind, and
 * the next attempt does the rest.
 */
export class FhirPublication implements DirectoryPublication {
  readonly adapter = 'fhir';
  /** Of the service, and not of its key, which may be renewed between a feed and its report. */
  readonly fingerprint: string;
  private readonly patcher: MailboxPatcher;

  constructor(
    access: FhirAccess,
    private readonly memory: FhirFeedMemory,
    private readonly newId: () => string,
    fetch?: FetchBytes,
  ) {
    this.fingerprint = createHash('sha256').update(access.baseUrl).digest('hex');
    this.patcher = new MailboxPatcher(access, fetch);
  }

  async send(feeds: readonly DeclaredDomain[]): Promise<GivenFeed> {
    const ticket = this.newId();
    try {
      const domains: DomainReport[] = [];
      for (const feed of feeds) domains.push(await this.feed(feed));
      await this.memory.keepReport({ ticket, domains });
      return { kind: 'ticket', ticket };
    } catch (error) {
      if (error instanceof FhirFailure) return faultOf(error);
      throw error;
    }
  }

  async report(ticket: string): Promise<GivenReport> {
    const report = await this.memory.report(ticket);
    return report ? { kind: 'report', report } : UNKNOWN_TICKET;
  }

  private async feed({ domain, entries }: DeclaredDomain): Promise<DomainReport> {
    const before = await this.memory.fed(domain);
    const anomalies: ReportAnomaly[] = [];
    const counts = { read: entries.length, created: 0, changed: 0, removed: 0, warned: 0 };
    const isDeclared = new Set(entries.map(({ declaration }) => declaration.adresseBal));
    const gone = [...before.values()].filter(({ address }) => !isDeclared.has(address));
    await inTurn(gone, async (fed) => {
      const refused = await this.remove(domain, fed);
      if (refused) anomalies.push(anomalyOf(fed.address, refused));
      else counts.removed += 1;
    });
    await inTurn(entries, async (entry) => {
      const { adresseBal: address } = entry.declaration;
      const [mailbox, was] = [declaredMailbox(entry), before.get(address)];
      if (mailbox && mailbox.print === was?.print) return;
      const refused = mailbox ? await this.put(domain, mailbox, was) : NOBODY_BEARS_IT;
      if (refused) anomalies.push(anomalyOf(address, refused));
      else counts[was ? 'changed' : 'created'] += 1;
    });
    const different = counts.created + counts.changed + counts.removed;
    return { domain, counts: { ...counts, different, blocked: anomalies.length }, anomalies };
  }

  /** Another bearer is another resource: it leaves the one before it comes to the other. */
  private async put(
    domain: string,
    mailbox: DeclaredMailbox,
    was: FedMailbox | undefined,
  ): Promise<MailboxRefusal | null> {
    const { address, bearer, print } = mailbox;
    const isSame = was?.bearerType === bearer.type && was.bearer === bearer.identifier;
    if (was && !isSame) {
      const refused = await this.remove(domain, was);
      if (refused) return refused;
    }
    const refused = await this.patcher.put(mailbox, isSame);
    if (!refused)
      await this.memory.keep(domain, { address, print, bearerType: bearer.type, bearer: bearer.identifier });
    return refused;
  }

  private async remove(domain: string, fed: FedMailbox): Promise<MailboxRefusal | null> {
    const bearer = { type: fed.bearerType, identifier: fed.bearer };
    const refused = await this.patcher.remove(fed.address, bearer);
    if (!refused) await this.memory.forget(domain, fed.address);
    return refused;
  }
}

/** Some at a time; the first failure ends all, once those under way are over. */
async function inTurn<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const failures: unknown[] = [];
  const work = async () => {
    for (const one of waiting) {
      if (failures.length > 0) return;
      await act(one).catch((failure: unknown) => failures.push(failure));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failures.length > 0) throw failures[0];
}

function anomalyOf(address: string, { code, motive }: MailboxRefusal): ReportAnomaly {
  return { code, motive, severity: 'blocking', address, knownName: null, knownIdentity: null };
}

const NOBODY_BEARS_IT: MailboxRefusal = {
  code: 'FHIR-BEARER',
  motive:
    'Aucune ressource de l’Annuaire ne peut porter cette BAL : son titulaire n’a pas d’identifiant national',
};

const CURES: Readonly<Record<FhirFailure['trouble'], FaultCure>> = {
  refusedKey: 'tellOperator',
  refused: 'tellOperator',
  throttled: 'retryTonight',
  away: 'retryTonight',
  notFhir: 'retryTonight',
};
const SENTENCES: Readonly<Record<FhirFailure['trouble'], Sentence>> = {
  refusedKey: {
    fr: 'l’Annuaire refuse notre clé FHIR : vérifiez CACHET_ANNUAIRE_FHIR_KEY et ses droits',
    en: 'the Annuaire refuses our FHIR key: check CACHET_ANNUAIRE_FHIR_KEY and its rights',
  },
  refused: {
    fr: 'l’Annuaire juge que notre demande n’est pas celle qu’il attend',
    en: 'the Annuaire judges that our request is not the one it expects',
  },
  throttled: { fr: 'l’Annuaire demande d’attendre', en: 'the Annuaire asks to wait' },
  away: {
    fr: 'le service FHIR de l’Annuaire ne répond pas',
    en: 'the FHIR service of the Annuaire does not answer',
  },
  notFhir: {
    fr: 'ce qui a répondu n’est pas le service FHIR de l’Annuaire',
    en: 'what answered is not the FHIR service of the Annuaire',
  },
};

function faultOf({ trouble }: FhirFailure): PublicationFault {
  return { kind: 'fault', code: trouble, cure: CURES[trouble], sentence: SENTENCES[trouble] };
}

const UNKNOWN_TICKET: PublicationFault = {
  ...{ kind: 'fault', code: 'unknownTicket', cure: 'tellOperator' },
  sentence: { fr: 'ce compte-rendu n’est plus gardé', en: 'this report is kept no more' },
};
