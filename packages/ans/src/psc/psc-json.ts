import { type ByteRequest, type FetchBytes, FetchFailure } from '../http/fetch-bytes.js';
import { PscUnavailable } from './psc-objection.js';

const MAX_BYTES = 64 * 1024;

export interface JsonAnswer {
  readonly status: number;
  /** The object in the body; null unless the answer is 200. */
  readonly json: Readonly<Record<string, unknown>> | null;
}

/** Asks Pro Santé Connect for a JSON object. Throws PscUnavailable for anything a sane provider would not answer. */
export async function fetchJson(
  fetch: FetchBytes,
  request: Pick<ByteRequest, 'url' | 'headers' | 'timeoutMs' | 'signal'>,
): Promise<JsonAnswer> {
  const { status, headers, body } = await attempt(fetch, request);
  if (status !== 200) return { status, json: null };
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(headers['content-type'] ?? '')) {
    throw new PscUnavailable('answer is not JSON');
  }
  const json = parsed(body);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new PscUnavailable('answer is not a JSON object');
  }
  return { status, json: { ...json } };
}

async function attempt(
  fetch: FetchBytes,
  request: Pick<ByteRequest, 'url' | 'headers' | 'timeoutMs' | 'signal'>,
) {
  try {
    return await fetch({ ...request, maxBytes: MAX_BYTES });
  } catch (error) {
    if (error instanceof FetchFailure) throw new PscUnavailable(error.message);
    throw error;
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new PscUnavailable('answer is not JSON');
  }
}
