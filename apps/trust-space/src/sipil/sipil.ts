import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { readBody, sendBytes, sendJson } from '../http/exchange.js';
import { type Exchange, type Routes, route } from '../http/router.js';
import { type Listening, serveHttp } from '../http/server.js';
import type { Publication } from '../liste-blanche/publication.js';
import type { Igc } from '../pki/igc.js';
import { nationalServiceTls } from '../pki/national-service-tls.js';
import { type Code, type Deposit, depositAnswer } from './deposit-answer.js';
import { POST_FILE_PATH, SIPIL_CONTROL_PATH } from './paths.js';

const MAX_ARCHIVE = 70 * 1024 * 1024;

export interface Sipil extends Listening {
  readonly routes: Routes;
}

/** SIPIL, where statistics are deposited: mutual TLS and one zip archive by call. Archives in segments are not simulated. */
export async function startSipil(
  folder: string,
  port: number,
  igc: Igc,
  publication: Publication,
): Promise<Sipil> {
  const deposits = new Deposits(folder);
  const doors: Routes = {
    [`POST ${POST_FILE_PATH}`]: (exchange) => postFile(exchange, deposits, igc, publication),
  };
  const listening = await serveHttp(
    port,
    async (request, response) => {
      if (!(await route(doors, request, response))) sendJson(response, 404, { error: 'not found' });
    },
    nationalServiceTls(igc),
  );
  const routes: Routes = {
    [`GET ${SIPIL_CONTROL_PATH}`]: ({ response }) => sendJson(response, 200, deposits.all),
  };
  return { ...listening, routes };
}

/** The archives received, kept on disk from one start to the next. */
class Deposits {
  private readonly file: string;
  readonly all: Deposit[];

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.file = join(folder, 'deposits.json');
    this.all = existsSync(this.file) ? JSON.parse(readFileSync(this.file, 'utf8')) : [];
  }

  add(identity: string, email: string, fileName: string, archive: Buffer): Deposit {
    const id = this.all.length + 1;
    const deposit = {
      id,
      fileName,
      archiveName: `${id}_${identity}.zip`,
      identity,
      email,
      at: new Date().toISOString(),
      archive: archive.toString('base64'),
    };
    this.all.push(deposit);
    writeFileSync(this.file, JSON.stringify(this.all), { mode: 0o600 });
    return deposit;
  }
}

async function postFile(
  { request, response, url }: Exchange,
  deposits: Deposits,
  igc: Igc,
  publication: Publication,
): Promise<void> {
  const certificate =
    request.socket instanceof TLSSocket ? request.socket.getPeerCertificate().raw : undefined;
  const judgement = igc.judge.judge(certificate);
  const email = url.searchParams.get('email') ?? '';
  const domains = judgement.ok ? publication.domainsOf(judgement.dn) : [];
  const who = { identity: commonName(judgement.dn), email, domains };
  const answer = (code: Code, deposit?: Deposit) =>
    sendBytes(
      response,
      deposit ? 200 : 400,
      'application/xml; charset=utf-8',
      Buffer.from(depositAnswer(code, who, deposit)),
    );
  if (!judgement.ok && judgement.reason === 'absent') return answer('unreadableCertificate');
  if (!judgement.ok || domains.length === 0) return answer('outsideTrustSpace');
  const file = await fileOf(request.headers['content-type'] ?? '', await readBody(request));
  if (!file) return answer('technical');
  if (file.bytes.length > MAX_ARCHIVE) return answer('tooLarge');
  if (!isZip(file.bytes)) return answer('notZip');
  return answer('done', deposits.add(who.identity, email, file.name, file.bytes));
}

async function fileOf(type: string, body: Buffer): Promise<{ name: string; bytes: Buffer } | null> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const file = form.get('file');
    return file instanceof File ? { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) } : null;
  } catch {
    return null;
  }
}

function isZip(bytes: Buffer): boolean {
  return ['504b0304', '504b0506'].includes(bytes.subarray(0, 4).toString('hex'));
}

function commonName(dn: string): string {
  return /^CN=([^,]*)/.exec(dn)?.[1] ?? '';
}
