import { describe, expect, it } from 'vitest';
import { checkDomain, type DnsFinding } from './check-domain.js';
import { expectedRecords, zoneLine } from './expected-records.js';
import type { DnsReader, DnsType } from './ports.js';
import type { PublicDoors } from './public-doors.js';

const DOMAIN = 'ch-valmont.mssante.fr';
const DOORS: PublicDoors = {
  mx: ['mx1.operateur.fr', 'mx2.operateur.fr'],
  submissionPsc: { host: 'smtp-psc.operateur.fr', port: 587 },
  submissionAuthcli: { host: 'smtp-authcli.operateur.fr', port: 587 },
  imapPsc: { host: 'imap-psc.operateur.fr', port: 143 },
  imapAuthcli: { host: 'imap-authcli.operateur.fr', port: 143 },
  autoconfig: 'portail.operateur.fr',
  spf: ['mx'],
};

type Zone = Record<string, string[] | 'silent'>;

/** The zone as it should be; a test changes some of its `name TYPE` entries. */
function zone(change: Zone = {}): Zone {
  const right: Record<string, string[]> = {};
  for (const { name, type, value } of expectedRecords(DOMAIN, DOORS)) {
    right[`${name} ${type}`] = [...(right[`${name} ${type}`] ?? []), value];
  }
  const hosts = [...DOORS.mx, 'smtp-psc', 'smtp-authcli', 'imap-psc', 'imap-authcli', 'portail'];
  for (const host of hosts) right[`${host.includes('.') ? host : `${host}.operateur.fr`} A`] = ['192.0.2.1'];
  return { ...right, ...change };
}

function reading(records: Zone): DnsReader {
  return {
    read: async (name: string, type: DnsType) => {
      const values = records[`${name} ${type}`] ?? records['*'] ?? [];
      return values === 'silent' ? { kind: 'unreachable' } : { kind: 'records', values };
    },
  };
}

async function check(change: Zone = {}): Promise<readonly DnsFinding[]> {
  return checkDomain(reading(zone(change)), DOMAIN, DOORS);
}

/** What is not well, in few words. */
async function troubles(change: Zone): Promise<string[]> {
  const findings = await check(change);
  return findings
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ purpose, verdict, found }) => [purpose, verdict, ...found].join(' | '));
}

describe('EX_LPS_0300: the records of a domain', () => {
  it('are these lines of its zone', () => {
    expect(expectedRecords(DOMAIN, DOORS).map(zoneLine)).toEqual([
      'ch-valmont.mssante.fr. 3600 IN MX 10 mx1.operateur.fr.',
      'ch-valmont.mssante.fr. 3600 IN MX 20 mx2.operateur.fr.',
      '_submission._tcp.ch-valmont.mssante.fr. 3600 IN SRV 10 100 587 smtp-psc.operateur.fr.',
      '_submission._tcp.ch-valmont.mssante.fr. 3600 IN SRV 20 100 587 smtp-authcli.operateur.fr.',
      '_imap._tcp.ch-valmont.mssante.fr. 3600 IN SRV 10 100 143 imap-psc.operateur.fr.',
      '_imap._tcp.ch-valmont.mssante.fr. 3600 IN SRV 20 100 143 imap-authcli.operateur.fr.',
      'autoconfig.ch-valmont.mssante.fr. 3600 IN CNAME portail.operateur.fr.',
      'ch-valmont.mssante.fr. 3600 IN TXT "v=spf1 mx -all"',
      '_dmarc.ch-valmont.mssante.fr. 3600 IN TXT "v=DMARC1; p=quarantine"',
    ]);
  });

  it('are without autoconfig where the operator does not offer it', () => {
    const purposes = expectedRecords(DOMAIN, { ...DOORS, autoconfig: null }).map(({ purpose }) => purpose);
    expect(purposes).not.toContain('autoconfig');
  });
});

describe('a zone compared with what is expected', () => {
  it('is well when it holds each record, and says that no DKIM key is there', async () => {
    const findings = await check();
    expect(findings.map(({ verdict, advice }) => [verdict, advice])).toEqual(
      Array.from({ length: 10 }, () => ['ok', null]),
    );
    expect(findings.at(-1)).toMatchObject({ purpose: 'dkim', expected: null, found: [] });
  });

  it.each<[string, Zone, string[]]>([
    [
      'lacks everything',
      Object.fromEntries(Object.keys(zone()).map((key) => [key, []])),
      [
        'mx | missing',
        'mx | missing',
        'submissionPsc | missing',
        'submissionAuthcli | missing',
        'imapPsc | missing',
        'imapAuthcli | missing',
        'autoconfig | missing',
        'spf | missing',
        'dmarc | missing',
      ],
    ],
    [
      'has an MX of another preference, and one of elsewhere',
      { [`${DOMAIN} MX`]: ['5 mx1.operateur.fr', '20 mx2.operateur.fr', '30 mx.ailleurs.fr'] },
      ['mx | wrong | 5 mx1.operateur.fr', 'mx | extra | 30 mx.ailleurs.fr'],
    ],
    [
      'has the two kinds of doors the wrong way round',
      {
        [`_imap._tcp.${DOMAIN} SRV`]: [
          '20 100 143 imap-psc.operateur.fr',
          '10 100 143 imap-authcli.operateur.fr',
        ],
      },
      [
        'imapPsc | wrong | 10 100 143 imap-authcli.operateur.fr',
        'imapAuthcli | wrong | 20 100 143 imap-psc.operateur.fr',
      ],
    ],
    [
      'has one SRV of another weight',
      {
        [`_imap._tcp.${DOMAIN} SRV`]: [
          '10 50 143 imap-psc.operateur.fr',
          '20 100 143 imap-authcli.operateur.fr',
        ],
      },
      ['imapPsc | wrong | 10 50 143 imap-psc.operateur.fr'],
    ],
    [
      'has an SRV on another port',
      {
        [`_submission._tcp.${DOMAIN} SRV`]: [
          '10 100 465 smtp-psc.operateur.fr',
          '20 100 587 smtp-authcli.operateur.fr',
        ],
      },
      ['submissionPsc | wrong | 10 100 465 smtp-psc.operateur.fr'],
    ],
    [
      'names a host that is an alias',
      { 'imap-psc.operateur.fr CNAME': ['h7.hebergeur.fr'] },
      ['imapPsc | wrong | 10 100 143 imap-psc.operateur.fr'],
    ],
    ['names a host without address', { 'mx2.operateur.fr A': [] }, ['mx | wrong | 20 mx2.operateur.fr']],
    [
      'gives its SRV by an alias',
      { [`_imap._tcp.${DOMAIN} CNAME`]: ['_imap._tcp.autre.fr'] },
      ['imapPsc | wrong | _imap._tcp.autre.fr', 'imapAuthcli | wrong | _imap._tcp.autre.fr'],
    ],
    [
      'has two SPF records',
      { [`${DOMAIN} TXT`]: ['v=spf1 mx -all', 'v=spf1 include:ailleurs.fr -all'] },
      ['spf | wrong | v=spf1 mx -all | v=spf1 include:ailleurs.fr -all'],
    ],
    [
      'lets anybody write in its name',
      { [`${DOMAIN} TXT`]: ['autre chose', 'v=spf1 +all'], [`_dmarc.${DOMAIN} TXT`]: ['v=DMARC1; p=none'] },
      ['spf | wrong | v=spf1 +all', 'dmarc | wrong | v=DMARC1; p=none'],
    ],
    [
      'announces DKIM signatures that nobody makes',
      { [`default._domainkey.${DOMAIN} TXT`]: ['v=DKIM1; k=rsa; p=MIGfMA0'] },
      ['dkim | extra | v=DKIM1; k=rsa; p=MIGfMA0'],
    ],
    [
      'leads mail programs elsewhere',
      { [`autoconfig.${DOMAIN} CNAME`]: ['ailleurs.fr'] },
      ['autoconfig | wrong | ailleurs.fr'],
    ],
  ])('says which record: it %s', async (_, change, expected) => {
    expect(await troubles(change)).toEqual(expected);
  });

  it('EX_LPS_0300: admits another weight when it is that of the four', async () => {
    const lighter = (name: string): [string, string[]] => {
      const values = zone()[`${name} SRV`];
      return [
        `${name} SRV`,
        Array.isArray(values) ? values.map((value) => value.replace(' 100 ', ' 5 ')) : [],
      ];
    };
    const change = Object.fromEntries([
      lighter(`_imap._tcp.${DOMAIN}`),
      lighter(`_submission._tcp.${DOMAIN}`),
    ]);
    expect(await troubles(change)).toEqual([]);
  });

  it('admits a stricter DMARC, a withdrawn DKIM key, autoconfig by address, texts in capitals', async () => {
    const change: Zone = {
      [`_dmarc.${DOMAIN} TXT`]: ['v=DMARC1; p=reject; sp=reject'],
      [`default._domainkey.${DOMAIN} TXT`]: ['v=DKIM1; p='],
      [`autoconfig.${DOMAIN} CNAME`]: [],
      [`autoconfig.${DOMAIN} A`]: ['192.0.2.1'],
      [`${DOMAIN} TXT`]: ['V=SPF1  MX -ALL'],
    };
    expect(await troubles(change)).toEqual([]);
  });

  it('says nothing of the zone when the name servers are silent', async () => {
    const findings = await checkDomain(reading({ '*': 'silent' }), DOMAIN, DOORS);
    expect(new Set(findings.map(({ verdict }) => verdict))).toEqual(new Set(['unreachable']));
  });

  it('gives a sentence to act on for each trouble', async () => {
    const findings = await check({ [`${DOMAIN} MX`]: ['10 mx1.operateur.fr', '9 mx.ailleurs.fr'] });
    expect(findings.flatMap(({ advice }) => advice?.fr ?? [])).toEqual([
      'Ajoutez dans la zone : ch-valmont.mssante.fr. 3600 IN MX 20 mx2.operateur.fr.',
      'Retirez de ch-valmont.mssante.fr l’enregistrement MX « 9 mx.ailleurs.fr » : il mène ailleurs que chez votre opérateur.',
    ]);
  });
});
