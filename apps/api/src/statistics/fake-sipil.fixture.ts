import type { SentFile } from '@cachet/ans';
import type { DepositAnswer, DepositReport, ReportAnswer } from '@cachet/mss-core';

interface Call {
  readonly name: string;
  readonly segment: string | null;
  readonly bytes: Buffer;
}

/** SIPIL in the memory of a test: it takes what it is sent, and answers as it is told, or as it should. */
export class FakeSipil {
  readonly calls: Call[] = [];
  /** The next answers of the deposit, one each; itself once they are used up. */
  readonly answers: DepositAnswer[] = [];
  readonly reports: ReportAnswer[] = [];
  /** Called while a deposit is on its way. */
  during: (() => Promise<void>) | null = null;

  async deposit(
    file: SentFile,
    segment: { readonly number: number; readonly total: number } | null = null,
  ): Promise<DepositAnswer> {
    const bytes = Buffer.concat(await Array.fromAsync(file.bytes));
    this.calls.push({ name: file.name, segment: segment && `${segment.number}/${segment.total}`, bytes });
    await this.during?.();
    const told = this.answers.shift();
    if (told) return told;
    if (segment && segment.number < segment.total) return { kind: 'segmentTaken' };
    return { kind: 'deposited', id: String(this.calls.length) };
  }

  async report(): Promise<ReportAnswer> {
    return this.reports.shift() ?? { kind: 'report', report: reportOf('ok') };
  }

  /** All that was sent, put together. */
  get sent(): Buffer {
    return Buffer.concat(this.calls.map(({ bytes }) => bytes));
  }
}

export function reportOf(verdict: 'ok' | 'ko' | 'warning'): DepositReport {
  const control = { number: 7, verdict, message: 'Des lignes ne sont pas cohérentes', lines: [2] } as const;
  const file = {
    name: '202610_EchangesMSSante_x.fr.csv',
    verdict,
    controls: verdict === 'ok' ? [] : [control],
  };
  return { code: verdict === 'ko' ? 2 : 0, files: [file] };
}
