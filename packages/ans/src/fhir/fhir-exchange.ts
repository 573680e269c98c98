import { type ByteAnswer, type FetchBytes, FetchFailure, fetchBytes } from '../http/fetch-bytes.js';
import { FhirFailure, type FhirIssue } from './fhir-failure.js';
import { asList, asObject, asText, type Json } from './read-json.js';

/** Where the FHIR service is and by what it knows us. */
export interface FhirAccess {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Authorities of its certificate (PEM), when it is not a public one. */
  readonly ca?: string;
}

export interface FhirCall {
  readonly url: string;
  readonly method?: 'GET' | 'PATCH';
  readonly body?: object;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const MOST_OCTETS = 8 * 1024 * 1024;
const FHIR_JSON = 'application/fhir+json';

/** One exchange: the object that came. Rejects with FhirFailure only. */
export async function askFhir(
  access: FhirAccess,
  call: FhirCall,
  fetch: FetchBytes = fetchBytes,
): Promise<{ readonly [name: string]: Json }> {
  const answer = await exchange(access, call, fetch);
  if (answer.status < 200 || answer.status > 299) throw refusalIn(answer);
  const read = asObject(parsed(answer));
  if (!read) throw new FhirFailure('notFhir', 'no JSON object', answer.status);
  return read;
}

async function exchange(access: FhirAccess, call: FhirCall, fetch: FetchBytes): Promise<ByteAnswer> {
  const { url, method = 'GET', body, timeoutMs, signal } = call;
  try {
    return await fetch({
      ...{ url, method, timeoutMs, maxBytes: MOST_OCTETS },
      ...(signal && { signal }),
      ...(access.ca !== undefined && { ca: access.ca }),
      ...(body !== undefined && { body: Buffer.from(JSON.stringify(body)) }),
      headers: {
        accept: FHIR_JSON,
        'ESANTE-API-KEY': access.apiKey,
        ...(body !== undefined && { 'content-type': FHIR_JSON }),
      },
    });
  } catch (error) {
    if (!(error instanceof FetchFailure)) throw error;
    throw new FhirFailure('away', error.message);
  }
}

function refusalIn(answer: ByteAnswer): FhirFailure {
  const { status } = answer;
  const issues = issuesIn(answer);
  const fail = (trouble: FhirFailure['trouble']) =>
    new FhirFailure(trouble, `status ${status}`, status, retryAfter(answer), issues);
  if (status === 401 || status === 403) return fail('refusedKey');
  if (status === 429) return fail('throttled');
  if (status >= 500 || status === 408) return fail('away');
  // A redirection is followed nowhere: it is no answer of this service.
  return fail(status < 400 ? 'notFhir' : 'refused');
}

function issuesIn(answer: ByteAnswer): readonly FhirIssue[] {
  let outcome: Json;
  try {
    outcome = parsed(answer);
  } catch {
    return [];
  }
  const read = asObject(outcome);
  if (read?.resourceType !== 'OperationOutcome') return [];
  return asList(read.issue).flatMap((each) => {
    const issue = asObject(each);
    if (!issue) return [];
    const details = asObject(issue.details);
    const codings = asList(details?.coding).map((coding) => asText(asObject(coding)?.code));
    const control = codings.find((code) => code && /^MSS\d{3}$/.test(code)) ?? null;
    const text = asText(details?.text) ?? asText(issue.diagnostics) ?? '';
    return [{ code: asText(issue.code) ?? '', control, text: text.slice(0, 500) }];
  });
}

function parsed({ body, status }: ByteAnswer): Json {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new FhirFailure('notFhir', 'no JSON', status);
  }
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function retryAfter({ headers }: ByteAnswer): number | null {
  const told = headers['retry-after'];
  if (!told) return null;
  if (/^\d{1,6}$/.test(told)) return Number(told) * 1000;
  const until = Date.parse(told);
  return Number.isNaN(until) ? null : Math.max(0, until - Date.now());
}
