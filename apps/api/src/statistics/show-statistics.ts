import {
  type CountedMonth,
  controlText,
  type DepositState,
  type ReportedControl,
  type ReportedFile,
  type ReportVerdict,
  readFileName,
  redeposited,
  type StatisticsDeposit,
  successRate,
} from '@cachet/mss-core';
import {
  type IndicatorMonthType,
  type StatisticsControlType,
  StatisticsDepositStateName,
  type StatisticsDepositType,
  type StatisticsFileReportType,
  StatisticsVerdictName,
} from '../types/statistics.js';

const STATES: Readonly<Record<DepositState, StatisticsDepositStateName>> = {
  due: StatisticsDepositStateName.DUE,
  ready: StatisticsDepositStateName.READY,
  sending: StatisticsDepositStateName.SENDING,
  deposited: StatisticsDepositStateName.DEPOSITED,
  accepted: StatisticsDepositStateName.ACCEPTED,
  refused: StatisticsDepositStateName.REFUSED,
};

const VERDICTS: Readonly<Record<ReportVerdict, StatisticsVerdictName>> = {
  ok: StatisticsVerdictName.OK,
  ko: StatisticsVerdictName.KO,
  warning: StatisticsVerdictName.WARNING,
};

export function showDeposit(deposit: StatisticsDeposit, now: Date): StatisticsDepositType {
  const { id, month, domain, state, attempt, exchanges, bals, depositedAt, reportedAt, fault, nextAt } =
    deposit;
  const isOver = state === 'accepted' || state === 'refused';
  return {
    ...{ id, month, domain, attempt, exchanges, bals, depositedAt, reportedAt, fault },
    ...{ state: STATES[state], nextAt: isOver ? null : nextAt },
    report: (deposit.report?.files ?? []).map(showFile),
    mayRedeposit: redeposited(deposit, now) !== null,
  };
}

function showFile({ name, verdict, controls }: ReportedFile): StatisticsFileReportType {
  const file = readFileName(name)?.file ?? (/connexions/i.test(name) ? 'connections' : 'exchanges');
  return {
    name,
    verdict: VERDICTS[verdict],
    controls: controls.map((control) => showControl(file, control)),
  };
}

function showControl(
  file: Parameters<typeof controlText>[0],
  { number, verdict, message, lines }: ReportedControl,
): StatisticsControlType {
  const { fr: label, en: labelEn } = controlText(file, number);
  return { number, verdict: VERDICTS[verdict], label, labelEn, message, lines };
}

export function showMonth(counted: CountedMonth): IndicatorMonthType {
  return { ...counted, successRate: successRate(counted) };
}
