/** What one control of §9.7.4.4 made of a file. */
export interface ControlResult {
  readonly number: number;
  readonly verdict: Verdict;
  readonly message: string;
  /** The first lines that are not right. */
  readonly lines: readonly number[];
}

/** 0 = OK, 1 = KO, 2 = Warning (§9.7.4.4). */
export type Verdict = 0 | 1 | 2;

export interface ControlWorld {
  /** Domains that the liste blanche gives to the operator. */
  readonly domains: ReadonlySet<string>;
  readonly now: Date;
  /** Whether a file of that name was accepted before. */
  wasAccepted(name: string): boolean;
  /** A control that is to fail, whatever the file is. */
  readonly spoilt: number | null;
}

const HEADERS = {
  Echanges: 'MAIL_ID;EXPEDITEUR;DESTINATAIRE;DATE;TAILLE;INS;CODECDA;NIL',
  Connexions: 'BAL;DATE_DERNIERE_CONNEXION',
} as const;
type Kind = keyof typeof HEADERS;

const NAME =
  /^(20\d\d)(0[1-9]|1[0-2])_(Echanges|Connexions)MSSante_([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)\.csv$/;
const MOST_LINES = 50;
const LONGEST_LINE = 4096;
const MAIL = /^[^\s;@"]{1,64}@([a-zA-Z0-9](?:[a-zA-Z0-9.-]{0,252}[a-zA-Z0-9])?)$/;
const DATE = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const UNKNOWN_DATE = '1900-01-01 00:00:00';

/** Applies all controls of the Référentiel to one file, line after line. */
export async function controlFile(
  name: string,
  content: AsyncIterable<Buffer>,
  world: ControlWorld,
): Promise<readonly ControlResult[]> {
  const [, year, month, kindName, domain = ''] = NAME.exec(name) ?? [];
  const kind: Kind = kindName === 'Connexions' || /connexions/i.test(name) ? 'Connexions' : 'Echanges';
  const found = new Findings(kind, domain, `${year}-${month}`, world);
  await readLines(content, found);
  const results = [
    result(1, kindName !== undefined, 'Le nom du fichier ne respecte pas AAAAMM_…MSSante_domaine.csv'),
    result(2, found.isUtf8, 'Le fichier n’est pas en UTF-8'),
    lined(3, found.wrongEnds, 'Les fins de ligne ne sont pas celles d’Unix'),
    lined(4, found.wrongSeparator, 'Le séparateur doit être le point-virgule'),
    lined(5, found.wrongCount, `Le fichier doit contenir ${fieldsOf(kind)} champs par ligne`),
    result(6, found.header === HEADERS[kind], 'Le nommage des champs ne respecte pas le Référentiel', [1]),
    found.coherence(),
    result(8, world.domains.has(domain), `L’Opérateur n’est pas gestionnaire du domaine ${domain}`),
    ...(kind === 'Connexions'
      ? [lined(9, found.foreign, 'Un domaine du fichier n’est pas géré par l’Opérateur')]
      : []),
    period(kind === 'Connexions' ? 10 : 9, year, month, world.now),
    twice(kind === 'Connexions' ? 11 : 10, world.wasAccepted(name)),
  ];
  return results.map((each) =>
    each.number === world.spoilt
      ? { ...each, verdict: 1, message: 'Contrôle KO sur commande', lines: [2] }
      : each,
  );
}

function fieldsOf(kind: Kind): number {
  // The text says five for « Echanges », and Tableau 46 has eight.
  return kind === 'Echanges' ? 8 : 2;
}

function result(
  number: number,
  isPassed: boolean,
  message: string,
  lines: readonly number[] = [],
): ControlResult {
  return {
    number,
    verdict: isPassed ? 0 : 1,
    message: isPassed ? 'OK' : message,
    lines: isPassed ? [] : lines,
  };
}

function lined(number: number, lines: readonly number[], message: string): ControlResult {
  return result(number, lines.length === 0, message, lines);
}

function period(
  number: number,
  year: string | undefined,
  month: string | undefined,
  now: Date,
): ControlResult {
  const [nowYear, nowMonth] = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Europe/Paris',
    year: 'numeric',
    month: '2-digit',
  })
    .format(now)
    .split('-')
    .map(Number) as [number, number];
  const gap = nowYear * 12 + nowMonth - 1 - (Number(year) * 12 + Number(month));
  if (gap === 0) return { number, verdict: 0, message: 'OK', lines: [] };
  if (gap > 3 || gap < 0 || Number.isNaN(gap))
    return {
      number,
      verdict: 1,
      message: 'Le fichier ne sera pas traité : sa période n’est pas celle du mois précédent',
      lines: [],
    };
  const message =
    gap === 1
      ? 'Rappel : la période est celle du mois précédent'
      : 'Le fichier est susceptible de ne pas être intégré : sa période n’est pas celle du mois précédent';
  return { number, verdict: 2, message, lines: [] };
}

function twice(number: number, wasAccepted: boolean): ControlResult {
  return wasAccepted
    ? { number, verdict: 2, message: 'Un fichier OK a déjà été soumis avec le même nom', lines: [] }
    : { number, verdict: 0, message: 'OK', lines: [] };
}

class Findings {
  isUtf8 = true;
  header: string | null = null;
  readonly wrongEnds: number[] = [];
  readonly wrongSeparator: number[] = [];
  readonly wrongCount: number[] = [];
  readonly foreign: number[] = [];
  readonly #incoherent: number[] = [];
  readonly #purged: number[] = [];
  #line = 0;

  constructor(
    private readonly kind: Kind,
    private readonly domain: string,
    private readonly month: string,
    private readonly world: ControlWorld,
  ) {}

  line(raw: string): void {
    this.#line += 1;
    if (raw.includes('\r')) note(this.wrongEnds, this.#line);
    const text = raw.replaceAll('\r', '');
    if (this.#line === 1) this.header = text;
    if (!text.includes(';')) note(this.wrongSeparator, this.#line);
    const fields = text.split(';');
    if (fields.length !== fieldsOf(this.kind)) note(this.wrongCount, this.#line);
    else if (this.#line > 1 && !this.#isCoherent(fields)) note(this.#incoherent, this.#line);
  }

  coherence(): ControlResult {
    if (this.#incoherent.length > 0)
      return lined(7, this.#incoherent, 'Des lignes ne sont pas cohérentes avec la définition des champs');
    if (this.#purged.length === 0) return lined(7, [], '');
    return {
      number: 7,
      verdict: 2,
      message: 'Des adresses de patients ont été purgées',
      lines: this.#purged,
    };
  }

  #isCoherent(fields: readonly string[]): boolean {
    return this.kind === 'Echanges' ? this.#isExchange(fields) : this.#isConnection(fields);
  }

  #isExchange([
    id = '',
    from = '',
    to = '',
    date = '',
    size = '',
    ins = '',
    codes = '',
    nil = '',
  ]: readonly string[]): boolean {
    for (const each of [from, to])
      if (/@patient\.mssante\.fr$/i.test(each) && each !== 'usager@patient.mssante.fr')
        note(this.#purged, this.#line);
    return (
      /^\S{1,255}$/.test(id) &&
      [from, to].every((each) => each.length <= 255 && MAIL.test(each)) &&
      MAIL.exec(from)?.[1]?.toLowerCase() === this.domain &&
      isDate(date) &&
      date.startsWith(this.month) &&
      /^\d{1,12}$/.test(size) &&
      /^[ON]?$/.test(ins) &&
      [codes, nil].every((each) => each.length <= 255 && !/^[=+\-@]/.test(each))
    );
  }

  #isConnection([bal = '', date = '']: readonly string[]): boolean {
    const domain = MAIL.exec(bal)?.[1]?.toLowerCase();
    if (domain !== undefined && !this.world.domains.has(domain)) note(this.foreign, this.#line);
    const isKnown = date === '' || date === UNKNOWN_DATE || (isDate(date) && date.slice(0, 7) <= this.month);
    return domain === this.domain && bal.length <= 255 && isKnown;
  }
}

function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  return (
    year !== undefined &&
    new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)
  );
}

function note(lines: number[], line: number): void {
  if (lines.length < MOST_LINES && lines.at(-1) !== line) lines.push(line);
}

async function readLines(content: AsyncIterable<Buffer>, found: Findings): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  const take = (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    for (const line of lines) found.line(line);
  };
  for await (const chunk of content) {
    if (!found.isUtf8) continue;
    try {
      take(decoder.decode(chunk, { stream: true }));
    } catch {
      found.isUtf8 = false;
    }
  }
  if (rest !== '') found.line(rest);
}
