import type { ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { z } from 'zod';
import { sendBytes, sendJson } from '../../http/exchange.js';
import type { Exchange, Routes } from '../../http/router.js';
import type { Publication } from '../../liste-blanche/publication.js';
import type { Igc } from '../../pki/igc.js';
import type { Moods } from '../moods.js';
import { IDENTITIES_PATH, MSS_EXTRACTION_PATH, PUBLIC_EXTRACTION_PATH } from '../paths.js';
import { type ExtractionWorld, identities, mssExtraction, publicExtraction } from './extraction-files.js';
import { type ExtractionMood, extractionMoodSchema } from './extraction-moods.js';

export interface ExtractionOffice extends ExtractionWorld {
  readonly igc: Igc;
  readonly publication: Publication;
  readonly moods: Moods<ExtractionMood>;
}

export const extractionOrder = z.strictObject({
  failExtraction: extractionMoodSchema.nullable(),
  times: z.number().int().min(1).max(1000).default(1),
});

const TEN_DAYS_MS = 10 * 86_400_000;

/** The three extractions: the public one for whoever asks, the others for certificates that the liste blanche has (§6.5.2, §6.5.3). */
export function extractionRoutes(office: ExtractionOffice): Routes {
  const open = ({ request, response }: Exchange) => {
    const mood = office.moods.take();
    if (!isRefused(response, mood))
      sendBytes(response, 200, 'application/zip', publicExtraction(office, dayOf(mood), mood));
    else if (mood === 'silent') request.socket.destroy();
  };
  const guarded = (format: string, make: typeof mssExtraction) => (exchange: Exchange) => {
    const { request, response, url } = exchange;
    const mood = office.moods.take();
    if (isRefused(response, mood)) return void (mood === 'silent' && request.socket.destroy());
    // Tables 31 and 40.
    if (url.searchParams.get('format')?.toLowerCase() !== format)
      return sendJson(response, 400, { message: 'Le format n’est pas valide (csv, xml, ldif, dml)' });
    if (!isListed(exchange, office)) return sendJson(response, 403, { message: 'Échec d’authentification' });
    const archive = make(office, dayOf(mood), mood).toString('base64');
    return sendBytes(response, 200, 'application/xml', Buffer.from(`<Extraction>${archive}</Extraction>`));
  };
  const doors = [
    [MSS_EXTRACTION_PATH, guarded('xml', mssExtraction)],
    [IDENTITIES_PATH, guarded('csv', identities)],
  ] as const;
  return {
    [`GET ${PUBLIC_EXTRACTION_PATH}`]: open,
    ...Object.fromEntries(
      doors.flatMap(([path, give]) => [`GET ${path}`, `GET ${path}/`].map((name) => [name, give])),
    ),
  };
}

/** True when the mood of the call answered it already, or leaves it without an answer. */
function isRefused(response: ServerResponse, mood: ExtractionMood | null): boolean {
  switch (mood) {
    case 'badRequest':
      sendJson(response, 400, { message: 'Le format est obligatoire' });
      return true;
    case 'forbidden':
      sendJson(response, 403, { message: 'Échec d’authentification' });
      return true;
    case 'notFound':
      sendJson(response, 404, {
        message: 'Le fichier d’extraction ne peut être récupéré du SAS de stockage',
      });
      return true;
    case 'error500':
      sendBytes(response, 500, 'text/plain', Buffer.from('erreur interne'));
      return true;
    case 'html':
      sendBytes(response, 200, 'text/html', Buffer.from('<html><p>Maintenance</p></html>'));
      return true;
    case 'silent':
      return true;
    default:
      return false;
  }
}

function isListed({ request }: Exchange, { igc, publication }: ExtractionOffice): boolean {
  const certificate =
    request.socket instanceof TLSSocket ? request.socket.getPeerCertificate().raw : undefined;
  const judgement = igc.judge.judge(certificate);
  return judgement.ok && publication.domainsOf(judgement.dn).length > 0;
}

/** The day of the file, « AAAAMMJJ ». */
function dayOf(mood: ExtractionMood | null): string {
  const at = new Date(Date.now() - (mood === 'stale' ? TEN_DAYS_MS : 0));
  return at.toISOString().slice(0, 10).replaceAll('-', '');
}
