import type { IncomingMessage } from 'node:http';
import { done, type Outcome, refused } from '@cachet/mss-core';
import type { RequestHandler } from 'express';
import type { Container } from '../container.js';
import { contextOfRequest } from '../context/make-context.js';
import { refuse } from './attachment-route.js';
import { sendCsv } from './send-csv.js';

/** Ten thousand rows are a few megabytes. */
const LARGEST_MEGABYTES = 16;

interface ImportParams {
  structureId: string;
  of: string;
}

/**
 * `POST /imports/<structure>/<bals|accesses>?dryRun&onlyIfAllValid&fileName=…`: the file as it is, for what is too long for GraphQL. Answers 202
 * and the operation. A file that says it is too large is not read at all, and one that turns out so is read no further.
 */
export function importRoute(container: Container): RequestHandler<ImportParams> {
  return async (request, response) => {
    const { desks, correlationId } = await contextOfRequest(container, request);
    response.set('x-correlation-id', correlationId);
    if (!desks) return refuse(response, { code: 'authenticationRequired', detail: {} });
    const kind = KINDS.get(request.params.of);
    if (!kind) return refuse(response, { code: 'notFound', detail: {} });
    const file = await readBody(request);
    if (!file.ok) {
      response.set('connection', 'close');
      return refuse(response, file.refusal);
    }
    const { dryRun, onlyIfAllValid, fileName } = request.query;
    const asked = {
      ...{ kind, isRehearsal: isAsked(dryRun), onlyIfAllValid: isAsked(onlyIfAllValid) },
      fileName: typeof fileName === 'string' ? fileName : null,
    };
    const operation = await desks.operations.import(request.params.structureId, asked, file.value);
    if (!operation.ok) return refuse(response, operation.refusal);
    const { id, structureId, total, failed } = operation.value;
    response.status(202).json({ operationId: id, structureId, total, failed });
  };
}

/** `GET /operations/<structure>/<operation>/refused.csv`: the refused rows, to be corrected and sent again. */
export function refusedRowsRoute(
  container: Container,
): RequestHandler<{ structureId: string; operationId: string }> {
  return async (request, response) => {
    const { desks, correlationId } = await contextOfRequest(container, request);
    response.set('x-correlation-id', correlationId);
    if (!desks) return refuse(response, { code: 'authenticationRequired', detail: {} });
    const { structureId, operationId } = request.params;
    const file = await desks.operations.refusedRows(structureId, operationId);
    if (!file.ok) return refuse(response, file.refusal);
    sendCsv(response, 'lignes-refusees.csv', file.value);
  };
}

const KINDS = new Map([
  ['bals', 'balOpening'],
  ['accesses', 'accessOpening'],
] as const) as ReadonlyMap<string, 'balOpening' | 'accessOpening'>;

function isAsked(value: unknown): boolean {
  return value === '' || value === 'true' || value === '1';
}

async function readBody(request: IncomingMessage): Promise<Outcome<Buffer>> {
  const most = LARGEST_MEGABYTES * 1_000_000;
  const tooLarge = refused('fileTooLarge', { limit: String(LARGEST_MEGABYTES) });
  if (Number(request.headers['content-length'] ?? 0) > most) return tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  // The answer still has to leave by the connection that is read no further.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > most) return tooLarge;
    chunks.push(chunk);
  }
  return done(Buffer.concat(chunks));
}
