import { type Command, REFUS, type Work } from '../command.js';
import { EXIT, printable, type Spoken, Stop, spoken } from '../spoken.js';
import { COMPLIANCE_SCOPE, examineCompliance } from './doctor-compliance.js';
import type { Finding } from './finding.js';

const MARKS: Readonly<Record<Finding['state'], string>> = {
  ok: '✔',
  warning: '!',
  failed: '✘',
  unknown: '?',
};

export const doctor: Command = {
  name: 'doctor',
  usage: 'cachet doctor',
  summary: spoken(
    'Cherche ce qui ne va pas, et dit quoi faire',
    'Looks for what is wrong, and says what to do',
  ),
  scope: null,
  async run(work) {
    const findings = await examine(work);
    return {
      json: findings,
      lines: findings.flatMap((finding) => linesOf(finding, work.language)),
      isWell: findings.every(({ state }) => state !== 'failed'),
    };
  },
};

async function examine(work: Work): Promise<readonly Finding[]> {
  const api = await examineApi(work);
  // Whatever is asked without them fails for that reason, and would be told as another.
  const isWithout = (needed: Spoken) => api.some(({ part, state }) => part === needed && state === 'failed');
  if (isWithout(API) || isWithout(DATABASE)) return api;
  const key = await examineKey(work);
  if (key.some(({ state }) => state === 'failed')) return [...api, ...key];
  return [...api, ...key, ...(await examineTrust(work)), ...(await examineDomains(work))];
}

const API = spoken('API', 'API');
const DATABASE = spoken('Base de données', 'Database');

/** What the API depends on, as it tells everybody. */
const PARTS: Readonly<Record<string, { readonly part: Spoken; readonly remedy: Spoken }>> = {
  postgres: {
    part: DATABASE,
    remedy: spoken(
      'Vérifiez que PostgreSQL tourne et que l’API peut le joindre.',
      'Check that PostgreSQL runs and that the API can reach it.',
    ),
  },
  keys: {
    part: spoken('Clés de chiffrement', 'Encryption keys'),
    remedy: spoken(
      'Vérifiez CACHET_MASTER_KEY ou Vault : sans elles, personne ne lit ses messages.',
      'Check CACHET_MASTER_KEY or Vault: without them nobody reads mail.',
    ),
  },
  mailedge: {
    part: spoken('SMTP et IMAP', 'SMTP and IMAP'),
    remedy: spoken(
      'Démarrez le processus mailedge : aucun message n’entre ni ne sort.',
      'Start the process mailedge: no message comes or goes.',
    ),
  },
  jobs: {
    part: spoken('Tâches planifiées', 'Scheduled jobs'),
    remedy: spoken(
      'Démarrez le processus jobs : la liste blanche et les listes de révocation ne sont plus renouvelées.',
      'Start the process jobs: liste blanche and revocation lists are renewed no more.',
    ),
  },
  psc: {
    part: spoken('Pro Santé Connect', 'Pro Santé Connect'),
    remedy: spoken(
      'Pro Santé Connect ne répond pas : ouvrez l’accès de secours s’il le faut.',
      'Pro Santé Connect does not answer: open the backup access if need be.',
    ),
  },
};

async function examineApi({ client }: Work): Promise<readonly Finding[]> {
  const ready = await client.readiness();
  if (ready === null)
    return [
      {
        ...{ part: API, state: 'failed', detail: spoken('ne répond pas', 'does not answer') },
        remedy: spoken(
          'Vérifiez l’adresse (--url), le réseau, et que le processus api tourne.',
          'Check the address (--url), the network, and that the process api runs.',
        ),
      },
    ];
  const checks = ready.told?.checks as readonly { name: string; ok: boolean }[] | undefined;
  if (!Array.isArray(checks))
    return [
      {
        ...{ part: API, state: 'failed' },
        detail: spoken('quelque chose répond, qui n’est pas l’API', 'something answers that is not the API'),
        remedy: spoken(
          'Vérifiez l’adresse (--url) : ce peut être celle du portail ou d’un mandataire.',
          'Check the address (--url): it may be that of the portal or of a proxy.',
        ),
      },
    ];
  return [
    { part: API, state: 'ok', detail: null, remedy: null },
    ...clockFindings(ready.ahead),
    ...checks.map(({ name, ok }): Finding => {
      const known = PARTS[name];
      const part = known?.part ?? spoken(name, name);
      return ok
        ? { part, state: 'ok', detail: null, remedy: null }
        : { part, state: 'failed', detail: ABSENT, remedy: known?.remedy ?? null };
    }),
  ];
}

const MOST_AHEAD_MS = 60_000;

/** Keys, tickets and certificates are judged by the clock. */
function clockFindings(ahead: number | null): readonly Finding[] {
  if (ahead === null || Math.abs(ahead) <= MOST_AHEAD_MS) return [];
  const seconds = Math.round(Math.abs(ahead) / 1000);
  return [
    {
      ...{ part: spoken('Horloge', 'Clock'), state: 'warning' },
      detail: spoken(
        `${seconds} s d’écart entre cette machine et l’API`,
        `${seconds} s between this machine and the API`,
      ),
      remedy: spoken(
        'Mettez les deux à l’heure (NTP) : clés, tickets et certificats en dépendent.',
        'Set both right (NTP): keys, tickets and certificates depend on it.',
      ),
    },
  ];
}

const ABSENT = spoken('absente ou injoignable', 'absent or unreachable');

/** A question that each scope opens. */
const VIEWS: Readonly<Record<string, string>> = {
  'bal:read': 'bals(first: 1) { pageInfo { hasNextPage } }',
  'delivery:read': 'deliveries(first: 1) { pageInfo { hasNextPage } }',
  [COMPLIANCE_SCOPE]: 'complianceEvents(first: 1) { pageInfo { hasNextPage } }',
  'key:write': 'apiKeys(first: 1) { pageInfo { hasNextPage } }',
};
const KEY = spoken('Clé d’API', 'API key');

async function examineKey(work: Work): Promise<readonly Finding[]> {
  const missing: string[] = [];
  try {
    const id = await work.structure();
    for (const [scope, view] of Object.entries(VIEWS)) {
      const refused = await work.client.refusalOf(viewOf(view), { id });
      if (refused?.refusal === 'scopeMissing') missing.push(scope);
      else if (refused) throw refused;
    }
  } catch (fault) {
    if (!(fault instanceof Stop) || fault.code === EXIT.usage) throw fault;
    return [
      {
        ...{ part: KEY, state: 'failed', detail: fault.why },
        remedy: spoken(
          'L’API ne dit pas laquelle de ces raisons : regardez la clé (état, fin, réseaux) chez le gestionnaire de la structure, et demandez-en une autre s’il le faut.',
          'The API does not say which of these reasons: look at the key (state, end, networks) with the manager of the structure, and ask for another if need be.',
        ),
      },
    ];
  }
  if (missing.length === 0) return [{ part: KEY, state: 'ok', detail: null, remedy: null }];
  const scopes = missing.join(', ');
  return [
    {
      ...{ part: KEY, state: 'warning' },
      detail: spoken(`portées absentes : ${scopes}`, `missing scopes: ${scopes}`),
      remedy: spoken(
        'Demandez une clé qui les a, si vous avez besoin de ces commandes.',
        'Ask for a key that has them, if you need these commands.',
      ),
    },
  ];
}

function viewOf(fields: string): string {
  return `query ($id: ID!) { structure(id: $id) { ${REFUS} ... on Structure { ${fields} } } }`;
}

const LISTE_BLANCHE = spoken('Liste blanche', 'Liste blanche');

async function examineTrust(work: Work): Promise<readonly Finding[]> {
  const { listeBlanche } = await work.client.ask(
    '{ listeBlanche { available stale fetchedAt domainCount } }',
  );
  return [listFinding(listeBlanche), ...(await examineCompliance(work))];
}

function listFinding(list: { available: boolean; stale: boolean; domainCount: number }): Finding {
  if (list.available && !list.stale)
    return {
      ...{ part: LISTE_BLANCHE, state: 'ok', remedy: null },
      detail: spoken(`${list.domainCount} domaines`, `${list.domainCount} domains`),
    };
  return {
    ...{ part: LISTE_BLANCHE, state: 'failed' },
    detail: list.available
      ? spoken('trop ancienne', 'too old')
      : spoken('pas encore reçue', 'not received yet'),
    remedy: spoken(
      'Lancez « listeBlancheRefresh », puis regardez les événements de conformité de l’opérateur : ils disent pourquoi elle n’est pas reçue.',
      'Run “listeBlancheRefresh”, then look at the compliance events of the operator: they say why it is not received.',
    ),
  };
}

async function examineDomains(work: Work): Promise<readonly Finding[]> {
  const { structure } = await work.client.ask(viewOf('domains'), { id: await work.structure() });
  const found: Finding[] = [];
  for (const domain of structure.domains as readonly string[])
    found.push(...(await examineDomain(work, domain)));
  return found;
}

async function examineDomain(work: Work, domain: string): Promise<readonly Finding[]> {
  const part = spoken(`DNS de ${domain}`, `DNS of ${domain}`);
  const { domainDns } = await work.client.ask(
    `query ($domain: String!) { domainDns(domain: $domain) { ${REFUS}
       ... on DomainDns { isConform findings { purpose name type verdict required advice adviceEn } } } }`,
    { domain },
  );
  const wrong = (domainDns.findings as readonly DnsFinding[]).filter(({ verdict }) => verdict !== 'OK');
  if (wrong.length === 0) return [{ part, state: 'ok', detail: null, remedy: null }];
  return wrong.map((finding): Finding => {
    const detail = `${finding.purpose} ${finding.type} ${finding.name} : ${finding.verdict}`;
    return {
      part,
      state: finding.required ? 'failed' : 'warning',
      detail: spoken(detail, detail),
      remedy: finding.advice === null ? null : spoken(finding.advice, finding.adviceEn ?? finding.advice),
    };
  });
}

interface DnsFinding {
  readonly purpose: string;
  readonly name: string;
  readonly type: string;
  readonly verdict: string;
  readonly required: boolean;
  readonly advice: string | null;
  readonly adviceEn: string | null;
}

function linesOf({ part, state, detail, remedy }: Finding, language: 'fr' | 'en'): readonly string[] {
  const about = detail === null ? '' : `${language === 'fr' ? ' : ' : ': '}${detail[language]}`;
  const lead = language === 'fr' ? '    Remède : ' : '    Remedy: ';
  return [
    printable(`${MARKS[state]} ${part[language]}${about}`),
    ...(remedy === null ? [] : [`${lead}${printable(remedy[language])}`]),
  ];
}
