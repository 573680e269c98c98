import { randomBytes } from 'node:crypto';
import { type FetchBytes, FetchFailure } from '../http/fetch-bytes.js';
import type { Certificate } from './certificate.js';
import { certIdOf, ocspRequest } from './ocsp-request.js';
import { type OcspAnswer, readOcspResponse } from './ocsp-response.js';

export interface OcspClientOptions {
  /** The responder to ask; null asks the one each certificate names. */
  readonly url: string | null;
  readonly fetch: FetchBytes;
}

const MAX_BYTES = 64 * 1024;
const TIMEOUT_MS = 5_000;
const MAX_CACHED = 1_000;

/** Asks OCSP responders and remembers their verified answers while they last. */
export class OcspClient {
  private readonly answers = new Map<string, OcspAnswer>();
  /** Questions under way: many sessions of one peer ask once. */
  private readonly underway = new Map<string, Promise<OcspAnswer | null>>();

  constructor(private readonly options: OcspClientOptions) {}

  /** The state of a certificate, or null when nobody could tell. Never throws. */
  async stateOf(certificate: Certificate, issuer: Certificate, now: Date): Promise<OcspAnswer | null> {
    const known = this.answers.get(certificate.fingerprint);
    if (known && now <= known.until) return known;
    const asked = this.underway.get(certificate.fingerprint) ?? this.askOnce(certificate, issuer, now);
    const answer = await asked;
    if (this.answers.size >= MAX_CACHED) this.answers.clear();
    if (answer) this.answers.set(certificate.fingerprint, answer);
    return answer;
  }

  private askOnce(certificate: Certificate, issuer: Certificate, now: Date): Promise<OcspAnswer | null> {
    const { fingerprint } = certificate;
    const asked = this.ask(certificate, issuer, now).finally(() => this.underway.delete(fingerprint));
    this.underway.set(fingerprint, asked);
    return asked;
  }

  private async ask(certificate: Certificate, issuer: Certificate, now: Date): Promise<OcspAnswer | null> {
    const url = this.options.url ?? responderNamedBy(certificate);
    if (!url) return null;
    const nonce = randomBytes(32);
    const certId = certIdOf(certificate, issuer);
    try {
      const answer = await this.options.fetch({
        url,
        method: 'POST',
        headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
        body: ocspRequest(certId, nonce),
        maxBytes: MAX_BYTES,
        timeoutMs: TIMEOUT_MS,
      });
      return answer.status === 200 ? readOcspResponse(answer.body, { certId, issuer, nonce, now }) : null;
    } catch (error) {
      if (error instanceof FetchFailure) return null;
      throw error;
    }
  }
}

/** Its authority is one of ours by then, and so is the address it wrote into the certificate. */
function responderNamedBy(certificate: Certificate): string | null {
  return /^OCSP - URI:(http:\/\/\S+)$/m.exec(certificate.x509.infoAccess ?? '')?.[1] ?? null;
}
