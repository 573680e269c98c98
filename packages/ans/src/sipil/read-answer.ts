import type {
  DepositAnswer,
  DepositReport,
  ReportAnswer,
  ReportedControl,
  ReportedFile,
  ReportVerdict,
} from '@cachet/mss-core/statistics';
import { ExchangeRefused } from '../annuaire/exchange-objection.js';
import { readSmallZip } from '../annuaire/small-zip.js';
import { walkXml } from '../annuaire/walk-xml.js';

/** An answer of the deposit is one page. */
const LONGEST_ANSWER = 256 * 1024;
const BOUNDS = { archive: 20 * 1024 * 1024, files: 4, unpacked: 100 * 1024 * 1024 };
const MOST_FILES = 10_000;
const MOST_LINES = 100;
const LONGEST_MESSAGE = 500;
const STRANGE = { kind: 'fault', fault: 'answerStrange' } as const;

/**
 * What postFile says (figures 37 and 38). It is read by its elements alone: the examples of the text close an element that they never opened, and a
 * reader of XML would believe none of them.
 */
export function readDepositAnswer(body: Buffer): DepositAnswer {
  const text = told(body);
  const code = text === null ? null : numberIn(text, 'CodeRetourGlobal');
  if (text === null || code === null) return STRANGE;
  if (code === SEGMENT_TAKEN || code === SEGMENT_OVERWRITTEN) return { kind: 'segmentTaken' };
  if (code !== DEPOSITED) return { kind: 'refused', code };
  const id = valueIn(text, 'Id');
  return id !== null && /^[\w.-]{1,64}$/.test(id) ? { kind: 'deposited', id } : STRANGE;
}

// §9.7.4.2
const DEPOSITED = 0;
const SEGMENT_TAKEN = 4;
const SEGMENT_OVERWRITTEN = 5;

/** What getReport says: REPORT.ZIP with a « compte rendu », or an answer without one. */
export function readReportAnswer(body: Buffer): ReportAnswer {
  try {
    if (!isZip(body)) return withoutReport(body);
    const [file, ...others] = readSmallZip(body, BOUNDS).filter(({ name }) => /\.xml$/i.test(name));
    if (!file || others.length > 0) return STRANGE;
    return reportOf(readReport(file.bytes));
  } catch (fault) {
    if (fault instanceof ExchangeRefused) return STRANGE;
    throw fault;
  }
}

function withoutReport(body: Buffer): ReportAnswer {
  const text = told(body);
  const code = text === null ? null : (numberIn(text, 'CodeRetourGlobal') ?? numberIn(text, 'Code'));
  if (text === null || code === null) return STRANGE;
  return /<(?:\w+:)?Fichier>/.test(text) ? reportOf(readReport(body)) : { kind: 'refused', code };
}

/** One without files is no report: its code tells why. */
function reportOf(report: DepositReport): ReportAnswer {
  return report.files.length > 0 ? { kind: 'report', report } : { kind: 'refused', code: report.code };
}

/** Null for what is no small XML: a page of an HTML server, an error of a proxy; and one with a DOCTYPE is not believed. */
function told(body: Buffer): string | null {
  if (body.length > LONGEST_ANSWER) return null;
  const text = body.toString('utf8');
  return /^\s*(?:\ufeff)?\s*</.test(text) && !/<!DOCTYPE|<!ENTITY|<html/i.test(text) ? text : null;
}

function valueIn(text: string, element: string): string | null {
  return new RegExp(`<(?:\\w+:)?${element}>\\s*([^<]{0,200}?)\\s*<`).exec(text)?.[1] ?? null;
}

function numberIn(text: string, element: string): number | null {
  const value = valueIn(text, element);
  return value === null ? null : codeOf(value);
}

function isZip(body: Buffer): boolean {
  return body.length >= 22 && body.readUInt32LE(0) === 0x04034b50;
}

// §9.7.4.4
const VERDICTS: Readonly<Record<string, ReportVerdict>> = { '0': 'ok', '1': 'ko', '2': 'warning' };

/** Tableau 48, in any case and with or without its accents. @throws ExchangeRefused */
export function readReport(xml: Buffer): DepositReport {
  const reader = new ReportReader();
  walkXml(sound(xml), {
    open: (name) => reader.open(plain(name)),
    close: (name, value) => reader.close(plain(name), value ?? ''),
  });
  return reader.report;
}

interface OpenFile {
  name: string;
  verdict: ReportVerdict;
  controls: ReportedControl[];
}

interface OpenControl {
  number: number;
  verdict: ReportVerdict;
  messages: string[];
  lines: number[];
}

class ReportReader {
  readonly #files: ReportedFile[] = [];
  #code: number | null = null;
  #file: OpenFile | null = null;
  #control: OpenControl | null = null;

  get report(): DepositReport {
    if (this.#code === null) throw new ExchangeRefused('malformed');
    return { code: this.#code, files: this.#files };
  }

  open(tag: string): void {
    if (tag === 'fichier') this.#file = { name: '', verdict: 'ko', controls: [] };
    if (tag === 'controle') this.#control = { number: 0, verdict: 'ko', messages: [], lines: [] };
  }

  close(tag: string, value: string): void {
    if (tag === 'coderetourglobal') this.#code = codeOf(value) ?? this.#code;
    else if (tag === 'fichier') this.#closeFile();
    else if (this.#control) this.#inControl(this.#control, tag, value);
    else if (this.#file) inFile(this.#file, tag, value);
  }

  #inControl(control: OpenControl, tag: string, value: string): void {
    if (tag === 'coderetour') control.verdict = VERDICTS[value] ?? 'ko';
    if (tag === 'codecontrole') control.number = codeOf(value) ?? 0;
    if (tag === 'message' && value !== '') control.messages.push(discreet(value));
    if (tag === 'ligneerreur') control.lines.push(...linesIn(value));
    if (tag !== 'controle') return;
    if (control.verdict !== 'ok') this.#file?.controls.push(controlOf(control));
    this.#control = null;
  }

  #closeFile(): void {
    if (this.#file && this.#files.push(this.#file) > MOST_FILES) throw new ExchangeRefused('tooLarge');
    this.#file = null;
  }
}

function inFile(file: OpenFile, tag: string, value: string): void {
  if (tag === 'coderetour') file.verdict = VERDICTS[value] ?? 'ko';
  if (tag === 'nomfichier') file.name = value.slice(0, 300);
}

function codeOf(value: string): number | null {
  return /^\d{1,3}$/.test(value) ? Number(value) : null;
}

function controlOf({ number, verdict, messages, lines }: OpenControl): ReportedControl {
  const message = [...new Set(messages)].join(' — ').slice(0, LONGEST_MESSAGE);
  return { number, verdict, message, lines: lines.slice(0, MOST_LINES) };
}

function linesIn(text: string): number[] {
  return (text.match(/\d{1,10}/g) ?? []).slice(0, MOST_LINES).map(Number);
}

/** A message may repeat the line that it speaks of: what stands before an « @ » is left out, for structures that share a domain read it. */
function discreet(message: string): string {
  return message.replaceAll(/[^\s@;,<>"']+@/g, '…@').replaceAll(/\s+/g, ' ');
}

/** The examples of the text close an « Email » that nothing opened. */
function sound(xml: Buffer): Uint8Array {
  const text = xml.toString('utf8');
  return /<(?:\w+:)?Email\s*>/.test(text) ? xml : Buffer.from(text.replaceAll(/<\/(?:\w+:)?Email\s*>/g, ''));
}

function plain(name: string): string {
  return name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
