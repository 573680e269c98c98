import { adviceOf, type DnsAdvice, type DnsTrouble } from './dns-advice.js';
import { type DnsPurpose, type ExpectedRecord, expectedRecords } from './expected-records.js';
import type { DnsAnswer, DnsReader, DnsType } from './ports.js';
import type { PublicDoors } from './public-doors.js';

export type DnsVerdict = 'ok' | 'missing' | 'wrong' | 'extra' | 'unreachable';

/** What was found where one record is expected, or of one that should not be there (`expected` is then null). */
export interface DnsFinding {
  readonly purpose: DnsPurpose;
  readonly type: DnsType;
  readonly name: string;
  readonly expected: ExpectedRecord | null;
  readonly found: readonly string[];
  readonly verdict: DnsVerdict;
  readonly required: boolean;
  /** What to do; null when all is well. */
  readonly advice: DnsAdvice | null;
}

/** Selectors that mail servers use by default: there is no way to ask which a zone holds. */
export const DKIM_SELECTORS = ['default', 'mail', 'dkim', 'selector1', 'selector2', 's1'] as const;

/** Asks the name servers for all that concerns a domain, and compares with what is expected. EX_LPS_0300, RE_SSI_5011. */
export async function checkDomain(
  reader: DnsReader,
  domain: string,
  doors: PublicDoors,
): Promise<readonly DnsFinding[]> {
  const expected = expectedRecords(domain, doors);
  const of = (purposes: readonly DnsPurpose[]) =>
    expected.filter(({ purpose }) => purposes.includes(purpose));
  const findings = await Promise.all([
    checkSet(reader, of(['mx']), sameText),
    checkSet(reader, of(['submissionPsc', 'submissionAuthcli']), sameButWeight),
    checkSet(reader, of(['imapPsc', 'imapAuthcli']), sameButWeight),
    ...of(['autoconfig']).map((record) => checkAutoconfig(reader, record)),
    ...of(['spf']).map((record) => checkText(reader, record, /^v=spf1( |$)/i, sameText)),
    ...of(['dmarc']).map((record) => checkText(reader, record, /^v=DMARC1\s*(;|$)/i, isStrictDmarc)),
    checkDkim(reader, domain),
  ]);
  return withOneWeight(findings.flat());
}

type Matches = (expected: string, found: string) => boolean;

/** MX or SRV: several records of one name, each beside the one found for it, and then those that nobody expects. */
async function checkSet(
  reader: DnsReader,
  records: readonly ExpectedRecord[],
  matches: Matches,
): Promise<readonly DnsFinding[]> {
  const [first] = records;
  if (!first) return [];
  const [answer, alias] = await Promise.all([
    reader.read(first.name, first.type),
    reader.read(first.name, 'CNAME'),
  ]);
  if (answer.kind === 'unreachable') return records.map((record) => finding(record, [], 'unreachable'));
  // RFC 2181 §10.1: a name that is an alias holds nothing else.
  if (valuesOf(alias).length > 0) {
    return records.map((record) => finding(record, valuesOf(alias), 'wrong', 'nameIsAlias'));
  }
  const left = new Set(answer.values);
  const exact = records.map((record) => take(left, (found) => matches(record.value, found)));
  // Priority, or host where the priority is another: the record somebody meant to write.
  const near = records.map((record, at) => exact[at] ?? take(left, (found) => isMeantFor(record, found)));
  const findings = await Promise.all(
    records.map((record, at) => {
      if (exact[at] !== undefined) return checkTarget(reader, record, exact[at]);
      return near[at] === undefined ? finding(record, [], 'missing') : finding(record, [near[at]], 'wrong');
    }),
  );
  return [...findings, ...[...left].map((found) => extra(first, found))];
}

// RFC 2181 §10.3, RFC 2782, EX_LPS_0300: what MX and SRV name is a host with an address, never an alias.
async function checkTarget(reader: DnsReader, record: ExpectedRecord, found: string): Promise<DnsFinding> {
  const host = hostOf(record.value);
  const [alias, v4, v6] = await Promise.all([
    reader.read(host, 'CNAME'),
    reader.read(host, 'A'),
    reader.read(host, 'AAAA'),
  ]);
  if ([alias, v4, v6].every(({ kind }) => kind === 'unreachable'))
    return finding(record, [found], 'unreachable');
  if (valuesOf(alias).length > 0) return finding(record, [found], 'wrong', 'hostIsAlias');
  const hasAddress = [v4, v6].some((answer) => answer.kind === 'unreachable' || answer.values.length > 0);
  return hasAddress ? finding(record, [found], 'ok') : finding(record, [found], 'wrong', 'hostHasNoAddress');
}

/** SPF and DMARC: among the texts of a name, exactly one of that kind. */
async function checkText(
  reader: DnsReader,
  record: ExpectedRecord,
  kind: RegExp,
  matches: Matches,
): Promise<readonly DnsFinding[]> {
  const answer = await reader.read(record.name, 'TXT');
  if (answer.kind === 'unreachable') return [finding(record, [], 'unreachable')];
  const found = answer.values.filter((value) => kind.test(value));
  if (found.length === 0) return [finding(record, [], 'missing')];
  // RFC 7208 §4.5, RFC 7489 §6.6.3: two records are worth none.
  if (found.length > 1) return [finding(record, found, 'wrong', 'severalTexts')];
  return [finding(record, found, matches(record.value, found[0] ?? '') ? 'ok' : 'wrong')];
}

/** The name may lead there by an alias or by the same addresses. */
async function checkAutoconfig(reader: DnsReader, record: ExpectedRecord): Promise<readonly DnsFinding[]> {
  const [alias, own, wanted] = await Promise.all([
    reader.read(record.name, 'CNAME'),
    reader.read(record.name, 'A'),
    reader.read(record.value, 'A'),
  ]);
  if (alias.kind === 'unreachable' && own.kind === 'unreachable') return [finding(record, [], 'unreachable')];
  const aliases = valuesOf(alias);
  const addresses = valuesOf(own);
  if (aliases.includes(record.value)) return [finding(record, aliases, 'ok')];
  const isSamePlace = addresses.length > 0 && addresses.every((a) => valuesOf(wanted).includes(a));
  if (aliases.length === 0 && isSamePlace) return [finding(record, addresses, 'ok')];
  const found = [...aliases, ...addresses];
  return [finding(record, found, found.length === 0 ? 'missing' : 'wrong')];
}

// Nothing here signs with DKIM: a key in the zone would promise signatures that no letter bears.
async function checkDkim(reader: DnsReader, domain: string): Promise<readonly DnsFinding[]> {
  const asked = await Promise.all(
    DKIM_SELECTORS.map(async (selector) => {
      const name = `${selector}._domainkey.${domain}`;
      return { name, answer: await reader.read(name, 'TXT') };
    }),
  );
  const lies = asked.flatMap(({ name, answer }) =>
    valuesOf(answer)
      .filter(isDkimKey)
      .map((found) => dkim(name, [found], 'extra')),
  );
  if (lies.length > 0) return lies;
  const isSilent = asked.every(({ answer }) => answer.kind === 'unreachable');
  return [dkim(`_domainkey.${domain}`, [], isSilent ? 'unreachable' : 'ok')];
}

/** RFC 6376 §3.6.1: an empty `p=` is a key withdrawn. */
function isDkimKey(text: string): boolean {
  return /(^|;)\s*p\s*=\s*[^;\s]/i.test(text);
}

// EX_LPS_0300: another weight than 100 may be chosen, but it must be the same for the four.
function withOneWeight(findings: readonly DnsFinding[]): readonly DnsFinding[] {
  const isService = ({ type, verdict }: DnsFinding) => type === 'SRV' && verdict === 'ok';
  const weights = new Set(findings.filter(isService).map(({ found }) => weightOf(found[0] ?? '')));
  if (weights.size <= 1) return findings;
  return findings.map((one) => {
    const isOther = one.expected !== null && isService(one) && one.found[0] !== one.expected.value;
    return isOther && one.expected ? finding(one.expected, one.found, 'wrong', 'weightsDiffer') : one;
  });
}

function finding(
  expected: ExpectedRecord,
  found: readonly string[],
  verdict: DnsVerdict,
  trouble?: DnsTrouble,
): DnsFinding {
  const { purpose, type, name, required } = expected;
  const advice = verdict === 'ok' ? null : adviceOf(trouble ?? troubleOf(verdict), { name, type, expected });
  return { purpose, type, name, expected, found, verdict, required, advice };
}

function extra({ purpose, type, name, required }: ExpectedRecord, found: string): DnsFinding {
  const advice = adviceOf('unexpected', { name, type, expected: null, found });
  return { purpose, type, name, expected: null, found: [found], verdict: 'extra', required, advice };
}

function dkim(name: string, found: readonly string[], verdict: 'ok' | 'extra' | 'unreachable'): DnsFinding {
  const trouble = verdict === 'extra' ? 'dkimKey' : 'silence';
  const advice = verdict === 'ok' ? null : adviceOf(trouble, { name, type: 'TXT', expected: null });
  return { purpose: 'dkim', type: 'TXT', name, expected: null, found, verdict, required: false, advice };
}

function troubleOf(verdict: Exclude<DnsVerdict, 'ok'>): DnsTrouble {
  switch (verdict) {
    case 'missing':
      return 'absent';
    case 'wrong':
      return 'different';
    case 'extra':
      return 'unexpected';
    case 'unreachable':
      return 'silence';
  }
}

function valuesOf(answer: DnsAnswer): readonly string[] {
  return answer.kind === 'records' ? answer.values : [];
}

function take(left: Set<string>, isTheOne: (value: string) => boolean): string | undefined {
  const found = [...left].find(isTheOne);
  if (found !== undefined) left.delete(found);
  return found;
}

function sameText(expected: string, found: string): boolean {
  return squeezed(expected) === squeezed(found);
}

function sameButWeight(expected: string, found: string): boolean {
  return withoutWeight(expected) === withoutWeight(found);
}

function isStrictDmarc(_expected: string, found: string): boolean {
  return /;\s*p\s*=\s*(quarantine|reject)\s*(;|$)/i.test(found);
}

/** An MX of the same host, an SRV of the same priority. */
function isMeantFor({ type, value }: ExpectedRecord, found: string): boolean {
  return type === 'MX' ? hostOf(value) === hostOf(found) : value.split(' ')[0] === found.split(' ')[0];
}

function squeezed(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

function withoutWeight(value: string): string {
  const [priority, , ...rest] = value.split(' ');
  return [priority, ...rest].join(' ');
}

function weightOf(value: string): string {
  return value.split(' ')[1] ?? '';
}

function hostOf(value: string): string {
  return value.split(' ').at(-1) ?? '';
}
