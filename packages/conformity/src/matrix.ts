import type { Disposition, Requirement } from './catalogue.js';
import type { Citation } from './citations.js';

export type State = 'proved' | 'implemented' | 'partial' | 'documented' | 'notApplicable' | 'open' | 'silent';

export interface MatrixRow {
  readonly requirement: Requirement;
  readonly state: State;
  readonly code: readonly Citation[];
  readonly tests: readonly Citation[];
  readonly disposition: Disposition | null;
}

const WORDS: Record<State, string> = {
  proved: 'prouvée',
  implemented: 'réalisée, non prouvée',
  partial: 'en partie',
  documented: 'documentée',
  notApplicable: 'sans objet',
  open: 'ouverte',
  silent: 'SANS RÉPONSE',
};

/** One row per requirement. A disposition `partial` holds back what citations alone would call proved. */
export function rowsOf(
  requirements: Iterable<Requirement>,
  citations: readonly Citation[],
  dispositions: ReadonlyMap<string, Disposition>,
): MatrixRow[] {
  return [...requirements].map((requirement) => {
    const mine = citations.filter((c) => c.id === requirement.id);
    const code = mine.filter((c) => c.kind === 'code' && !/\.(?:md|test\.ts)$/.test(c.file));
    const tests = mine.filter((c) => c.kind === 'test');
    const disposition = dispositions.get(requirement.id) ?? null;
    return { requirement, code, tests, disposition, state: stateOf(code.length, tests.length, disposition) };
  });
}

function stateOf(code: number, tests: number, disposition: Disposition | null): State {
  if (disposition && disposition.status !== 'open') return disposition.status;
  if (disposition) return code + tests > 0 ? 'partial' : 'open';
  if (tests > 0) return 'proved';
  return code > 0 ? 'implemented' : 'silent';
}

/** Rules the matrix must obey, told as sentences; empty when it does. */
export function faultsOf(
  rows: readonly MatrixRow[],
  citations: readonly Citation[],
  dispositions: ReadonlyMap<string, Disposition>,
): string[] {
  const known = new Set(rows.map((row) => row.requirement.id));
  return [
    ...citations
      .filter((c) => !known.has(c.id))
      .map((c) => `${c.file}:${c.line} cites ${c.id}, which no requirement bears`),
    ...[...dispositions.keys()]
      .filter((id) => !known.has(id))
      .map((id) => `a disposition speaks of ${id}, which no requirement bears`),
    ...rows
      .filter((row) => row.state === 'silent')
      .map((row) => `${row.requirement.id} is cited nowhere and has no disposition`),
  ];
}

export function renderMatrix(rows: readonly MatrixRow[]): string {
  return `${[
    '# Matrice de conformité',
    '',
    'Référentiel #1 v1.6.0. Page écrite par `npm run conformity` à partir de `requirements.yml`, des citations du code et des tests, et des `dispositions/`.',
    'Une exigence est **prouvée** quand le titre d’un test la cite et qu’aucune disposition ne dit qu’il en manque une partie.',
    '',
    '| état | exigences |',
    '| --- | ---: |',
    ...(Object.keys(WORDS) as State[])
      .filter((s) => s !== 'silent')
      .map((s) => `| ${WORDS[s]} | ${rows.filter((row) => row.state === s).length} |`),
    `| **total** | **${rows.length}** |`,
    '',
    '| exigence | § | état | code | preuves | disposition |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(renderRow),
  ].join('\n')}\n`;
}

function renderRow(row: MatrixRow): string {
  const { id, section } = row.requirement;
  const reason = row.disposition
    ? [row.disposition.reason, row.disposition.document && `[document](../${row.disposition.document})`]
        .filter(Boolean)
        .join(' ')
    : '';
  return `| ${id} | ${section} | ${WORDS[row.state]} | ${links(row.code)} | ${links(row.tests)} | ${reason.replaceAll('|', '\\|')} |`;
}

// Files without line numbers, so that moving a line does not rewrite the page.
function links(citations: readonly Citation[]): string {
  const files = [...new Set(citations.map((c) => c.file))].sort();
  const shown = files.slice(0, 4).map((file) => `[${file.split('/').at(-1)}](../${file})`);
  return [...shown, ...(files.length > 4 ? [`et ${files.length - 4} autres`] : [])].join(', ');
}
