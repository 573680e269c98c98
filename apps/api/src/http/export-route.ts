import { pipeline } from 'node:stream/promises';
import { exportArchive } from '@cachet/mailstore';
import { type BalContent, type ExportFormat, localPartOf, type Outcome, parseUuid } from '@cachet/mss-core';
import type { RequestHandler } from 'express';
import type { Container } from '../container.js';
import type { Desks } from '../context/api-context.js';
import { refuse, saveAs } from './attachment-route.js';
import { contextOfLink } from './link-bearer.js';

interface Params {
  balId: string;
  format: string;
}

/**
 * `GET /exports/<bal>/<eml|mbox>`: all the messages of a BAL as one archive, written while it is read and never held. With `operation`,
 * those that were asked for by it; then a link's `ticket` stands for the session.
 */
export function exportRoute(container: Container): RequestHandler<Params> {
  return async (request, response) => {
    const { balId, format } = request.params;
    const operationId = parseUuid(String(request.query.operation ?? ''));
    const { desks, correlationId } = await contextOfLink(container, request, async ({ exports }, ticket) =>
      operationId !== null && isFormat(format) ? exports.honours({ operationId, format }, ticket) : false,
    );
    response.set('x-correlation-id', correlationId);
    if (!desks) return refuse(response, { code: 'authenticationRequired', detail: {} });
    if (!isFormat(format)) return refuse(response, { code: 'notFound', detail: {} });
    const content = await contentOf(desks, balId, operationId, format);
    if (!content.ok) return refuse(response, content.refusal);
    const { address, at } = content.value;
    response.set({
      'content-type': 'application/zip',
      'content-disposition': saveAs(`${localPartOf(address)}-${at.toISOString().slice(0, 10)}-${format}.zip`),
      'cache-control': 'no-store',
    });
    // The operation is over before the last octet is: whoever has the whole archive finds it so.
    const taken = async () => operationId !== null && desks.exports.taken({ operationId, format });
    const archive = exportArchive(content.value, format);
    await pipeline(archive, (bytes) => ended(bytes, taken), response).catch(
      (fault: NodeJS.ErrnoException) => {
        // A reader who leaves; any other fault cuts the answer short, so that nobody takes a part for the whole.
        if (fault.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw fault;
      },
    );
  };
}

async function contentOf(
  { mail, bals, exports }: Desks,
  balId: string,
  operationId: string | null,
  format: ExportFormat,
): Promise<Outcome<BalContent>> {
  if (operationId !== null) return exports.takeAway({ operationId, format });
  const readable = await bals.readable(balId);
  return readable.ok ? mail.takeAway(readable.value, format) : readable;
}

async function* ended(
  bytes: AsyncIterable<Uint8Array>,
  end: () => Promise<unknown>,
): AsyncGenerator<Uint8Array> {
  yield* bytes;
  await end();
}

function isFormat(text: string): text is ExportFormat {
  return text === 'eml' || text === 'mbox';
}
