import { createReadStream, readFileSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { BadRequest, readJson, sendBytes, sendJson } from '../http/exchange.js';
import { type Exchange, type Routes, route } from '../http/router.js';
import { type Listening, serveHttp } from '../http/server.js';
import type { Publication } from '../liste-blanche/publication.js';
import type { Igc } from '../pki/igc.js';
import { nationalServiceTls } from '../pki/national-service-tls.js';
import { type Depositor, depositAnswer, reportRefusal } from './deposit-answer.js';
import { type Deposit, Deposits } from './deposits.js';
import { GET_REPORT_PATH, POST_FILE_PATH, SIPIL_ARCHIVE_PATH, SIPIL_CONTROL_PATH } from './paths.js';
import { receiveFile } from './receive-file.js';
import { reportArchive } from './report.js';
import { Segments } from './segments.js';
import { orderSchema, ServiceMoods } from './sipil-moods.js';
import { treatArchive } from './treat-archive.js';

const MAX_ARCHIVE = 70 * 1024 * 1024;
/** An archive that small is shown in the list itself. */
const SHOWN_WHOLE = 1024 * 1024;

export interface Sipil extends Listening {
  readonly routes: Routes;
}

export interface SipilWorld {
  readonly folder: string;
  readonly port: number;
  readonly igc: Igc;
  readonly publication: Publication;
  /** The product’s business time: a period is judged by it. */
  now(): Date;
}

/** SIPIL, where statistics are deposited whole or in segments, controlled and reported on: mutual TLS, and every control of the text. */
export async function startSipil(world: SipilWorld): Promise<Sipil> {
  const service = new SipilService(world);
  const doors: Routes = {
    [`POST ${POST_FILE_PATH}`]: (exchange) => service.postFile(exchange),
    [`GET ${GET_REPORT_PATH}`]: (exchange) => service.getReport(exchange),
  };
  const listening = await serveHttp(
    world.port,
    async (request, response) => {
      if (!(await route(doors, request, response))) sendJson(response, 404, { error: 'not found' });
    },
    nationalServiceTls(world.igc),
  );
  const routes: Routes = {
    [`GET ${SIPIL_CONTROL_PATH}`]: ({ response }) => sendJson(response, 200, service.shown()),
    [`POST ${SIPIL_CONTROL_PATH}`]: async ({ request, response }) => {
      await service.order(await readJson(request));
      sendJson(response, 200, service.shown());
    },
    [`GET ${SIPIL_ARCHIVE_PATH}`]: (exchange) => service.archive(exchange),
  };
  return { ...listening, routes };
}

class SipilService {
  readonly #deposits: Deposits;
  readonly #segments: Segments;
  readonly #moods = { deposit: new ServiceMoods(), report: new ServiceMoods() };
  #maxBytes = MAX_ARCHIVE;
  #isHeld = false;
  #spoilt: number | null = null;
  #received = 0;
  #treating: Promise<void> = Promise.resolve();

  constructor(private readonly world: SipilWorld) {
    this.#deposits = new Deposits(world.folder);
    this.#segments = new Segments(join(world.folder, 'segments'), world.now);
  }

  async order(typed: unknown): Promise<void> {
    const { deposit, report, times, maxBytes, treatment, processNow, failControl, forgetSegments } =
      orderSchema.parse(typed);
    if (deposit !== undefined) this.#moods.deposit.tell(deposit, times);
    if (report !== undefined) this.#moods.report.tell(report, times);
    if (maxBytes !== undefined) this.#maxBytes = maxBytes;
    if (treatment !== undefined) this.#isHeld = treatment === 'held';
    if (failControl !== undefined) this.#spoilt = failControl;
    if (forgetSegments) await this.#segments.forget();
    if (processNow || treatment === 'atOnce') await this.#treatAll();
  }

  /** The archives received, their files as they were judged, and the archive itself when it is small. */
  shown(): readonly object[] {
    return this.#deposits.all.map((deposit) => ({
      ...deposit,
      url: `${SIPIL_ARCHIVE_PATH}?id=${deposit.id}`,
      archive:
        deposit.size <= SHOWN_WHOLE
          ? readFileSync(this.#deposits.pathOf(deposit.id)).toString('base64')
          : null,
    }));
  }

  archive({ url, response }: Exchange): void {
    const deposit = this.#deposits.byId(url.searchParams.get('id') ?? '');
    if (!deposit) throw new BadRequest('archive inconnue / unknown archive', 404);
    response.writeHead(200, { 'content-type': 'application/zip', 'content-length': deposit.size });
    createReadStream(this.#deposits.pathOf(deposit.id)).pipe(response);
  }

  async postFile(exchange: Exchange): Promise<void> {
    this.#received += 1;
    const file = await receiveFile(exchange.request, this.#deposits.spoolPath(`received-${this.#received}`));
    const who = this.#depositor(exchange);
    try {
      if (this.#failing(exchange, 'deposit', (code) => depositAnswer(code, who.depositor))) return;
      const refused = who.refusal ?? (await this.#fileRefusal(file, exchange));
      if (refused !== null) return sendXml(exchange, 400, depositAnswer(refused, who.depositor));
      if (file) await this.#take(exchange, who.depositor, file);
    } finally {
      if (file) await rm(file.path, { force: true });
    }
  }

  async #take(
    exchange: Exchange,
    who: Depositor,
    file: { name: string; path: string; size: number },
  ): Promise<void> {
    const { headers } = exchange.request;
    const total = headers['total-file-parts'];
    if (total === undefined) return this.#taken(exchange, who, file.name, file.path, 1);
    const part = Number(headers['file-part']);
    const outcome = await this.#segments.take(who.identity, part, Number(total), file);
    if (outcome.kind === 'whole')
      return this.#taken(exchange, who, outcome.name, outcome.path, Number(total));
    const isTaken = outcome.code <= 5;
    const answer = depositAnswer(outcome.code, who, isTaken ? { segment: part } : {});
    return sendXml(exchange, isTaken ? 200 : 400, answer);
  }

  async #taken(
    exchange: Exchange,
    who: Depositor,
    name: string,
    path: string,
    segments: number,
  ): Promise<void> {
    if (!(await isZip(path))) {
      await rm(path, { force: true });
      return sendXml(exchange, 400, depositAnswer(3, who));
    }
    const deposit = await this.#deposits.add(who, name, path, segments, this.world.now());
    if (!this.#isHeld) this.#treating = this.#treating.then(() => this.#treat(deposit));
    sendXml(exchange, 200, depositAnswer(0, who, deposit));
  }

  async getReport(exchange: Exchange): Promise<void> {
    const id = exchange.url.searchParams.get('id') ?? '';
    const { depositor, refusal } = this.#depositor(exchange);
    if (this.#failing(exchange, 'report', (code) => reportRefusal(code, depositor, id))) return;
    await this.#treating;
    const deposit = this.#deposits.byId(id);
    const isTheirs = deposit?.identity === depositor.identity;
    const code = refusal ?? (deposit && isTheirs ? (deposit.treatment ? null : 6) : 99);
    if (code !== null || !deposit?.treatment)
      return sendXml(exchange, refusal === null ? 200 : 400, reportRefusal(code ?? 100, depositor, id));
    const who = { ...depositor, email: deposit.email };
    const bytes = reportArchive(who, deposit, deposit.treatment);
    exchange.response.setHeader('content-disposition', 'attachment; filename="REPORT.ZIP"');
    sendBytes(exchange.response, 200, 'application/zip', bytes);
  }

  async #treatAll(): Promise<void> {
    for (const deposit of this.#deposits.all) if (!deposit.treatment) await this.#treat(deposit);
  }

  #treat(deposit: Deposit): Promise<void> {
    return treatArchive(this.#deposits, deposit, this.world.now(), this.#spoilt);
  }

  #depositor({ request, url }: Exchange): { depositor: Depositor; refusal: 10 | 20 | 30 | null } {
    const certificate =
      request.socket instanceof TLSSocket ? request.socket.getPeerCertificate().raw : undefined;
    const judgement = this.world.igc.judge.judge(certificate);
    const domains = judgement.ok ? this.world.publication.domainsOf(judgement.dn) : [];
    const depositor = {
      identity: commonName(judgement.dn),
      email: url.searchParams.get('email') ?? '',
      domains,
    };
    if (!judgement.ok && judgement.reason === 'absent') return { depositor, refusal: 20 };
    return { depositor, refusal: judgement.ok && domains.length > 0 ? null : 30 };
  }

  async #fileRefusal(
    file: { path: string; size: number } | null,
    { request }: Exchange,
  ): Promise<number | null> {
    if (!file) return 1;
    if (file.size > this.#maxBytes) return 2;
    // Only the first segment begins as a zip archive does.
    const isFirst = Number(request.headers['file-part'] ?? 1) === 1;
    return isFirst && !(await isZip(file.path)) ? 3 : null;
  }

  /** True once the call was failed as it was told to. */
  #failing(exchange: Exchange, service: 'deposit' | 'report', refusal: (code: number) => string): boolean {
    const mood = this.#moods[service].take();
    const { response } = exchange;
    if (mood === 'served') return false;
    if (typeof mood === 'object') sendXml(exchange, mood.code === 0 ? 200 : 400, refusal(mood.code));
    else if (mood === 'silent') response.destroy();
    else if (mood === 'html')
      sendBytes(response, 200, 'text/html', Buffer.from('<html><body>Maintenance</body></html>'));
    else if (mood === 'truncated')
      sendBytes(response, 200, 'application/zip', Buffer.from('PK\u0003\u0004 coupé'.padEnd(40)));
    else sendJson(response, 500, { error: 'panne / failure' });
    return true;
  }
}

function sendXml({ response }: Exchange, status: number, xml: string): void {
  sendBytes(response, status, 'application/xml; charset=utf-8', Buffer.from(xml));
}

async function isZip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return ['504b0304', '504b0506'].includes(buffer.toString('hex'));
  } finally {
    await handle.close();
  }
}

function commonName(dn: string): string {
  return /^CN=([^,]*)/.exec(dn)?.[1] ?? '';
}
