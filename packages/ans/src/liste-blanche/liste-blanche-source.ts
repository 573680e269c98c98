import { done, type Outcome, refused } from '@cachet/mss-core/outcome';
import type { ListeBlancheSource } from '@cachet/mss-core/trust';
import { type FetchBytes, FetchFailure, fetchBytes } from '../http/fetch-bytes.js';
import { MAX_LIST_BYTES } from './read-signed-list.js';

export interface HttpListeBlancheOptions {
  readonly url: string;
  /** PEM authorities of the publishing server; the real one shows an IGC-Santé certificate that public stores do not know. */
  readonly ca?: string;
  readonly fetch?: FetchBytes;
}

const TIMEOUT_MS = 60_000;

/** The published list over http(s). It is signed: the transport only has to bring it, and is not trusted for more. */
export class HttpListeBlancheSource implements ListeBlancheSource {
  constructor(private readonly options: HttpListeBlancheOptions) {}

  async fetch(): Promise<Outcome<Uint8Array>> {
    const { url, ca, fetch = fetchBytes } = this.options;
    try {
      const answer = await fetch({ url, maxBytes: MAX_LIST_BYTES, timeoutMs: TIMEOUT_MS, ...(ca && { ca }) });
      if (answer.status === 200) return done(answer.body);
      return refused('listeBlancheUnreachable', { cause: `HTTP ${answer.status}` });
    } catch (error) {
      if (error instanceof FetchFailure) return refused('listeBlancheUnreachable', { cause: error.message });
      throw error;
    }
  }
}
