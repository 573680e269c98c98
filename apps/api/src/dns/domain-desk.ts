import {
  checkDomain,
  type DnsFinding,
  done,
  expectedRecords,
  type Outcome,
  refused,
  zoneLine,
} from '@cachet/mss-core';
import { PgRouting } from '@cachet/schema';
import type { Container } from '../container.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { TenantsOfCaller } from '../reads/tenants-of-caller.js';
import type { DnsFindingType, DomainDnsType } from '../types/domain-dns.js';
import { DnsPurposeName, DnsVerdictName } from '../types/enums.js';

/** Checks under way, by domain: people who ask at the same moment share one. */
const underway = new Map<string, Promise<readonly DnsFinding[]>>();

/** The DNS zones of the domains that the caller's structures are served on. */
export class DomainDesk {
  constructor(
    private readonly container: Pick<Container, 'database' | 'dns' | 'publicly' | 'wallClock'>,
    private readonly tenants: TenantsOfCaller,
    private readonly structures: StructureReads,
  ) {}

  /** Refuses notFound for a domain of nobody's or of a neighbour's alike. */
  async dnsOf(domain: string): Promise<Outcome<DomainDnsType>> {
    const name = domain.toLowerCase();
    if (!(await this.#maySee(name))) return refused('notFound');
    const { dns, publicly, wallClock } = this.container;
    const check = underway.get(name) ?? checkDomain(dns, name, publicly.doors);
    underway.set(name, check);
    const findings = await check.finally(() => underway.delete(name));
    return done({
      domain: name,
      checkedAt: wallClock(),
      isConform: findings.every(({ required, verdict }) => !required || verdict === 'ok'),
      zone: expectedRecords(name, publicly.doors).map(zoneLine).join('\n'),
      findings: findings.map(show),
    });
  }

  /** Somebody of a structure that the domain serves; the operator's administrator for any domain we serve. */
  async #maySee(domain: string): Promise<boolean> {
    for (const tenantId of await this.tenants.list()) {
      const allowed = await this.structures.allowed(tenantId, 'summary');
      if (allowed.ok && (await this.structures.domains(tenantId)).includes(domain)) return true;
    }
    const routing = new PgRouting(this.container.database);
    const operator = await routing.operatorTenant();
    const isOperator = operator !== null && (await this.structures.roles(operator)).includes('operatorAdmin');
    return isOperator && (await routing.isOurDomain(domain));
  }
}

const PURPOSES: Record<DnsFinding['purpose'], DnsPurposeName> = {
  mx: DnsPurposeName.MX,
  submissionPsc: DnsPurposeName.SUBMISSION_PSC,
  submissionAuthcli: DnsPurposeName.SUBMISSION_AUTHCLI,
  imapPsc: DnsPurposeName.IMAP_PSC,
  imapAuthcli: DnsPurposeName.IMAP_AUTHCLI,
  spf: DnsPurposeName.SPF,
  dmarc: DnsPurposeName.DMARC,
  dkim: DnsPurposeName.DKIM,
  autoconfig: DnsPurposeName.AUTOCONFIG,
};
const VERDICTS: Record<DnsFinding['verdict'], DnsVerdictName> = {
  ok: DnsVerdictName.OK,
  missing: DnsVerdictName.MISSING,
  wrong: DnsVerdictName.WRONG,
  extra: DnsVerdictName.EXTRA,
  unreachable: DnsVerdictName.UNREACHABLE,
};

function show({
  purpose,
  verdict,
  expected,
  advice,
  name,
  type,
  found,
  required,
}: DnsFinding): DnsFindingType {
  return {
    ...{ name, type, found, required },
    purpose: PURPOSES[purpose],
    verdict: VERDICTS[verdict],
    expected: expected && zoneLine(expected),
    advice: advice?.fr ?? null,
    adviceEn: advice?.en ?? null,
  };
}
