import type { DepositAnswer, ReportAnswer } from '@cachet/mss-core/statistics';
import {
  type ByteAnswer,
  type FetchBytes,
  FetchFailure,
  fetchBytes,
  type TlsIdentity,
} from '../http/fetch-bytes.js';
import { multipartFile, type SentFile } from './multipart-file.js';
import { readDepositAnswer, readReportAnswer } from './read-answer.js';

/** Where SIPIL is, and by what the operator proves there who it is. */
export interface SipilAccess {
  /** `https://ws-sipil.mssante.fr/sipil`. */
  readonly url: string;
  /** The operator’s certificate, whose DN the liste blanche has. */
  readonly identity: TlsIdentity;
  /** Authorities of SIPIL’s own certificate (PEM). */
  readonly ca: string;
  /** Where the report is sent too; null when it is only fetched. */
  readonly email: string | null;
}

/** Which segment of how many. */
export interface SegmentPlace {
  readonly number: number;
  readonly total: number;
}

/** Seventy megabytes on a slow line. */
const DEPOSIT_MS = 15 * 60_000;
const REPORT_MS = 120_000;
const LARGEST_ANSWER = 1024 * 1024;
const LARGEST_REPORT = 20 * 1024 * 1024;

/**
 * The two services of SIPIL, called with the operator’s certificate. What they answer, and that nothing came, is told as a value: the caller
 * decides when to come back.
 */
// EX_SSU_5810: mutual authentication, by the certificate whose DN the liste blanche has.
export class SipilClient {
  constructor(
    private readonly access: SipilAccess,
    private readonly newId: () => string,
    private readonly fetch: FetchBytes = fetchBytes,
  ) {}

  /** Deposits an archive, or one segment of it. */
  // EX_PSU_5810
  async deposit(file: SentFile, segment: SegmentPlace | null = null): Promise<DepositAnswer> {
    const form = multipartFile(file, `cachet-${this.newId()}`);
    const answer = await this.#call({
      ...{ url: this.#postUrl(), method: 'POST', maxBytes: LARGEST_ANSWER, timeoutMs: DEPOSIT_MS },
      headers: {
        ...{ 'content-type': form.contentType, 'content-length': String(form.length) },
        ...(segment && { 'File-Part': String(segment.number), 'Total-File-Parts': String(segment.total) }),
      },
      content: form.content,
    });
    return answer === null ? UNREACHABLE : readDepositAnswer(answer.body);
  }

  // EX_SSU_5820
  async report(id: string): Promise<ReportAnswer> {
    const url = `${this.access.url}/getReport?id=${encodeURIComponent(id)}`;
    const answer = await this.#call({ url, maxBytes: LARGEST_REPORT, timeoutMs: REPORT_MS });
    return answer === null ? UNREACHABLE : readReportAnswer(answer.body);
  }

  #postUrl(): string {
    const { url, email } = this.access;
    return email === null ? `${url}/postFile` : `${url}/postFile?email=${encodeURIComponent(email)}`;
  }

  async #call(request: Omit<Parameters<FetchBytes>[0], 'identity' | 'ca'>): Promise<ByteAnswer | null> {
    const { identity, ca } = this.access;
    try {
      return await this.fetch({ ...request, identity, ca });
    } catch (fault) {
      if (fault instanceof FetchFailure) return null;
      throw fault;
    }
  }
}

const UNREACHABLE = { kind: 'fault', fault: 'unreachable' } as const;
