import type { BalKind } from '../access/index.js';
import { CSV_MARK, csvLine } from '../bulk/csv-cells.js';
import { SUSPENSION_MOTIVES, type SuspensionMotive } from './bal-life.js';
import type { AdministeredBal } from './ports.js';

const HEADER = ['adresse', 'type', 'description', 'finess', 'motif', 'précision', 'décidé par', 'depuis le'];

const KINDS: Readonly<Record<BalKind, string>> = {
  personal: 'personnelle',
  organisational: 'organisationnelle',
  applicative: 'applicative',
};

/** The suspended BAL of a structure, with why, by whom and since when, as a file for spreadsheets. */
// RE_GBM_4430: the list that the head of the structure is given. EX_GBM_3040: kinds by their three names.
export function suspendedFile(bals: readonly AdministeredBal[]): string {
  const lines = bals.map(({ address, kind, description, finess, decision }) => [
    ...[address, KINDS[kind], description, finess ?? ''],
    ...[motiveOf(decision?.motive ?? null), decision?.note ?? '', decision?.by ?? ''],
    decision ? IN_FRANCE.format(decision.at) : '',
  ]);
  return `${CSV_MARK}${[HEADER, ...lines].map(csvLine).join('')}`;
}

function motiveOf(motive: string | null): string {
  return motive !== null && motive in SUSPENSION_MOTIVES
    ? SUSPENSION_MOTIVES[motive as SuspensionMotive].fr
    : SUSPENSION_MOTIVES.other.fr;
}

const IN_FRANCE = new Intl.DateTimeFormat('fr', {
  ...{ timeZone: 'Europe/Paris', day: '2-digit', month: '2-digit', year: 'numeric' },
  ...{ hour: '2-digit', minute: '2-digit' },
});
