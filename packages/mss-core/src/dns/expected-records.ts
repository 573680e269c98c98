import type { Door, PublicDoors } from './public-doors.js';

/** What a record is for. `dkim` names a record that must not be there. */
export type DnsPurpose =
  | 'mx'
  | 'submissionPsc'
  | 'submissionAuthcli'
  | 'imapPsc'
  | 'imapAuthcli'
  | 'spf'
  | 'dmarc'
  | 'dkim'
  | 'autoconfig';

/** One record that the zone of a domain must hold. */
export interface ExpectedRecord {
  readonly purpose: DnsPurpose;
  readonly type: 'MX' | 'SRV' | 'TXT' | 'CNAME';
  readonly name: string;
  /** As DNS answers it, host names without final dot. */
  readonly value: string;
  /** False for what helps without the reference text asking for it. */
  readonly required: boolean;
}

/** EX_LPS_0300: one weight for the four records. */
export const SRV_WEIGHT = 100;
/** EX_LPS_0300: the priority tells the two kinds of doors apart. */
const PSC_PRIORITY = 10;
const AUTHCLI_PRIORITY = 20;
const TTL_SECONDS = 3600;

/** The records of a domain, in the order a person would write them. */
export function expectedRecords(domain: string, doors: PublicDoors): readonly ExpectedRecord[] {
  return [
    ...doors.mx.map((host, at) => mx(domain, host, (at + 1) * 10)),
    // EX_LPS_0300: four SRV records on each domain, whether or not it has applicative BAL.
    srv('submissionPsc', `_submission._tcp.${domain}`, PSC_PRIORITY, doors.submissionPsc),
    srv('submissionAuthcli', `_submission._tcp.${domain}`, AUTHCLI_PRIORITY, doors.submissionAuthcli),
    srv('imapPsc', `_imap._tcp.${domain}`, PSC_PRIORITY, doors.imapPsc),
    srv('imapAuthcli', `_imap._tcp.${domain}`, AUTHCLI_PRIORITY, doors.imapAuthcli),
    ...(doors.autoconfig === null ? [] : [autoconfig(domain, doors.autoconfig)]),
    text('spf', domain, `v=spf1 ${doors.spf.join(' ')} -all`),
    // Letters of the trust space are proved by certificates, not by DNS; outside, no letter of this domain is genuine. Quarantine and
    // not reject: an operator that looked at DMARC would else refuse our notices, whose null sender nothing aligns. No `rua`: whoever
    // would send reports is outside the trust space, and could not write to us.
    text('dmarc', `_dmarc.${domain}`, 'v=DMARC1; p=quarantine'),
  ];
}

/** The record as a line of a zone file. */
export function zoneLine({ name, type, value }: ExpectedRecord): string {
  const data = type === 'TXT' ? `"${value.replace(/["\\]/g, '\\$&')}"` : `${value}.`;
  return `${name}. ${TTL_SECONDS} IN ${type} ${data}`;
}

function mx(domain: string, host: string, preference: number): ExpectedRecord {
  return { purpose: 'mx', type: 'MX', name: domain, value: `${preference} ${host}`, required: true };
}

function srv(purpose: DnsPurpose, name: string, priority: number, { host, port }: Door): ExpectedRecord {
  const value = `${priority} ${SRV_WEIGHT} ${port} ${host}`;
  return { purpose, type: 'SRV', name, value, required: true };
}

function autoconfig(domain: string, host: string): ExpectedRecord {
  return {
    purpose: 'autoconfig',
    type: 'CNAME',
    name: `autoconfig.${domain}`,
    value: host,
    required: false,
  };
}

function text(purpose: DnsPurpose, name: string, value: string): ExpectedRecord {
  return { purpose, type: 'TXT', name, value, required: false };
}
