import { X509Certificate } from 'node:crypto';
import type { AnnuaireNames, Feed } from '@cachet/mss-core/annuaire';
import { formatDn, structureOfDn } from '@cachet/mss-core/trust';
import { type ByteAnswer, type FetchBytes, fetchBytes, type TlsIdentity } from '../http/fetch-bytes.js';
import { dnOfCertificate } from '../igc/certificate.js';
import { type FeedCall, feedMessage, reportRequest } from './feed-message.js';
import {
  type AnnuaireAnswer,
  type FeedAnswer,
  type ReportAnswer,
  readFeedAnswer,
  readReportAnswer,
} from './read-answer.js';
import { lengthOf, type SoapMessage } from './soap-message.js';
import type { VihfSpeaker } from './vihf.js';

/** Where the Annuaire is, and by what the operator proves there who it is. */
export interface AnnuaireAccess {
  readonly feedUrl: string;
  readonly reportUrl: string;
  /** The operator’s certificate, whose DN the liste blanche has. */
  readonly identity: TlsIdentity;
  /** Authorities of the Annuaire’s own certificate (PEM). */
  readonly ca: string;
  readonly names: AnnuaireNames;
  readonly software: VihfSpeaker['software'];
}

/** Not to be asked of an operator that would wait for it: a feed is treated at night. */
const TIMEOUT_MS = 120_000;
/** The largest archive of a report, and what stands around it. */
const MOST_OCTETS = 32 * 1024 * 1024;

/**
 * The two services of the Annuaire, called with one certificate. Rejects with FetchFailure when nothing came, with ExchangeRefused when what
 * came is not believed; the Annuaire’s own « no » is an answer.
 */
export class AnnuaireClient {
  /** SHA-256 of the certificate: kept beside a ticket, whose report is given to no other. */
  // EX_1.1.1_5020
  readonly fingerprint: string;
  readonly #speaker: VihfSpeaker;

  /** `newId` gives UUIDs; tokens follow the wall clock. @throws Error when the certificate names no structure. */
  constructor(
    private readonly access: AnnuaireAccess,
    private readonly wallClock: () => Date,
    private readonly newId: () => string,
    private readonly fetch: FetchBytes = fetchBytes,
  ) {
    const certificate = new X509Certificate(access.identity.cert);
    this.fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
    this.#speaker = speakerOf(certificate, access);
  }

  /** Deposits the feeds of these domains; the ticket tells them again. */
  // EX_WSA_5010: mutual authentication, by the certificate whose DN the token tells.
  async sendFeed(feeds: readonly Pick<Feed, 'domain' | 'entries'>[]): Promise<FeedAnswer> {
    const { feedUrl, names } = this.access;
    const answer = await this.#post(feedUrl, feedMessage(this.#callTo(feedUrl), feeds));
    return readFeedAnswer(answer, names);
  }

  async askReport(ticket: string): Promise<ReportAnswer> {
    const { reportUrl, names } = this.access;
    const answer = await this.#post(reportUrl, reportRequest(this.#callTo(reportUrl), ticket));
    return readReportAnswer(answer, names);
  }

  #callTo(to: string): FeedCall {
    const [messageId, tokenId] = [this.newId(), this.newId()];
    return { names: this.access.names, speaker: this.#speaker, to, messageId, tokenId, at: this.wallClock() };
  }

  // A refusal comes with status 500: the body tells, whatever the status.
  async #post(url: string, message: SoapMessage): Promise<AnnuaireAnswer> {
    const { identity, ca } = this.access;
    const answer: ByteAnswer = await this.fetch({
      ...{ url, method: 'POST', identity, ca, maxBytes: MOST_OCTETS, timeoutMs: TIMEOUT_MS },
      headers: { ...message.headers, 'content-length': String(lengthOf(message)) },
      content: message.content(),
    });
    return { contentType: answer.headers['content-type'] ?? '', body: answer.body };
  }
}

// WSMSS13, WSMSS14: Issuer and Identifiant_Structure are those of the very certificate that opens the connection.
function speakerOf(certificate: X509Certificate, { names, software }: AnnuaireAccess): VihfSpeaker {
  const dn = dnOfCertificate(certificate.raw);
  const structure = dn && structureOfDn(dn);
  if (!dn || !structure) throw new Error('the operator’s certificate names no structure in its OU');
  return { dn: formatDn(dn), structure, subject: software.name, software, issuerFormat: names.issuerFormat };
}
