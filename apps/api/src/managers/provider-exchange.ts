import { type ByteAnswer, FetchFailure } from '@cachet/ans';
import { AddressRefused, type GuardedFetch, type GuardedRequest } from './guarded-fetch.js';
import { ProviderFault, type ProviderProblem } from './provider-fault.js';

/** Asks a provider something, whatever its status. @throws ProviderFault when it does not answer, or is out. */
export async function askProvider(fetch: GuardedFetch, request: GuardedRequest): Promise<ByteAnswer> {
  try {
    const answer = await fetch(request);
    if (answer.status >= 500 || answer.status === 429)
      throw new ProviderFault('unreachable', `HTTP ${answer.status}`);
    return answer;
  } catch (error) {
    if (error instanceof AddressRefused) throw new ProviderFault('addressNotPublic', error.message);
    if (error instanceof FetchFailure) throw new ProviderFault('unreachable', error.message);
    throw error;
  }
}

/** Asks it for a JSON object; anything else is `problem`. @throws ProviderFault */
export async function fetchObject(
  fetch: GuardedFetch,
  request: GuardedRequest,
  problem: ProviderProblem,
): Promise<Readonly<Record<string, unknown>>> {
  const { status, body } = await askProvider(fetch, request);
  if (status !== 200) throw new ProviderFault(problem, `HTTP ${status}`);
  const json = objectIn(body);
  if (!json) throw new ProviderFault(problem, 'not a JSON object');
  return json;
}

/** The JSON object in a body; null when it holds none. */
export function objectIn(body: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : null;
  } catch {
    return null;
  }
}
