import type { World } from '../world/world.js';
import type { DeclaredBal } from './feed-envelope.js';

export interface Anomaly {
  readonly code: string;
  readonly motive: string;
  readonly severity: 'Bloquante' | 'Warning';
  /** What the directory knows, as table 24 gives it back. */
  readonly known?: Readonly<Record<string, string>>;
}

/** What the night looks at besides the record. */
export interface NightWorld {
  readonly domain: string;
  readonly isListed: boolean;
  timesDeclared(address: string): number;
  readonly people: World['people'];
  readonly structures: World['structures'];
}

interface Control extends Anomaly {
  fails(bal: DeclaredBal, night: NightWorld): boolean;
}

const CIVILITIES: Readonly<Record<string, RegExp>> = {
  10: /^(?:PR|MG|MC|DR)$/,
  21: /^(?:PR|PC|PG|DR)$/,
  40: /^(?:PR|DR)$/,
};
const SPECIALITY = /^(?:SCD0[1-3]|SI0[1-8]|SM\d\d|SP0[1-4]|CEX(?:22|24|26|64)|PAC00)$/;

const isNational = ({ type, attributes }: DeclaredBal) =>
  type === 'PER' && /^[08]$/.test(attributes.TypeIdentifiantPP ?? '');
const isInternal = ({ type, attributes }: DeclaredBal) =>
  type === 'PER' && attributes.TypeIdentifiantPP === '10';
const isOfStructure = ({ type }: DeclaredBal) => type === 'ORG' || type === 'APP';
const lacks =
  (name: string) =>
  ({ attributes }: DeclaredBal) =>
    !attributes[name];
const both =
  (concerns: (bal: DeclaredBal) => boolean, fails: (bal: DeclaredBal) => boolean) => (bal: DeclaredBal) =>
    concerns(bal) && fails(bal);

/** Format, presence and nomenclatures: the first blocking anomaly ends a record (§9.7.3). */
const ONE_BY_ONE: readonly Control[] = [
  blocking(
    'MSS005',
    'Le type d’identifiant personne physique est obligatoire',
    both(({ type }) => type === 'PER', lacks('TypeIdentifiantPP')),
  ),
  blocking(
    'MSS007',
    'L’identifiant personne physique est obligatoire',
    both(({ type }) => type === 'PER', lacks('IdentifiantPP')),
  ),
  blocking(
    'MSS009',
    'Le type d’identifiant de la structure est obligatoire',
    both(isInternal, lacks('TypeIdentifiantPM')),
  ),
  blocking(
    'MSS011',
    'Le type d’identifiant de la structure est obligatoire',
    both(isOfStructure, lacks('TypeIdentifiantPM')),
  ),
  blocking(
    'MSS012',
    'L’identifiant de la structure est obligatoire',
    both(isInternal, lacks('IdentifiantPM')),
  ),
  blocking(
    'MSS013',
    'L’identifiant de la structure est obligatoire',
    both(isOfStructure, lacks('IdentifiantPM')),
  ),
  blocking(
    'MSS018',
    'Le nom d’exercice est obligatoire',
    both(({ type }) => type === 'PER', lacks('NomExercice')),
  ),
  blocking(
    'MSS019',
    'Le prénom d’exercice est obligatoire',
    both(({ type }) => type === 'PER', lacks('PrenomExercice')),
  ),
  blocking(
    'MSS021',
    'La catégorie de profession est obligatoire',
    both(isInternal, lacks('CategorieProfessions')),
  ),
  blocking('MSS024', 'La profession est obligatoire', both(isInternal, lacks('Profession'))),
  blocking('MSS028', 'Le responsable est obligatoire', both(isOfStructure, lacks('Responsable'))),
  blocking(
    'MSS029',
    'La description est obligatoire',
    both(({ type }) => type !== 'PER', lacks('Description')),
  ),
  blocking(
    'MSS022',
    'La catégorie de professions n’est pas dans la nomenclature',
    both(isInternal, ({ attributes }) => !/^(?:0[1-9]|1[01])$/.test(attributes.CategorieProfessions ?? '')),
  ),
  blocking(
    'MSS025',
    'La profession n’est pas dans la nomenclature',
    both(isInternal, ({ attributes }) => !/^\d\d$/.test(attributes.Profession ?? '')),
  ),
  blocking(
    'MSS026',
    'La spécialité n’est pas dans la nomenclature',
    both(isInternal, ({ attributes }) => !!attributes.Specialite && !SPECIALITY.test(attributes.Specialite)),
  ),
];

/** Everything that must hold together: all of it is said. */
const TOGETHER: readonly Control[] = [
  blocking(
    'MSS000',
    'Le nom de domaine communiqué n’existe pas dans la liste blanche',
    (_, { isListed }) => !isListed,
  ),
  blocking(
    'MSS001',
    'Le domaine de la BAL ne correspond pas au domaine alimenté',
    ({ address }, { domain }) => !address.endsWith(`@${domain}`),
  ),
  blocking(
    'MSS042',
    'L’adresse de la BAL MSSanté doit être unique dans le fichier d’alimentation',
    ({ address }, night) => night.timesDeclared(address) > 1,
  ),
  blocking(
    'MSS008',
    'L’identifiant national transmis n’existe pas dans le référentiel',
    (bal, night) => isNational(bal) && !personOf(bal, night),
  ),
  blocking(
    'MSS015',
    'L’identifiant de la structure n’existe pas dans le référentiel',
    (bal, night) => (isOfStructure(bal) || isInternal(bal)) && !structureOf(bal, night),
  ),
  blocking(
    'MSS017',
    'La civilité d’exercice n’est pas conforme à la profession',
    both(
      isInternal,
      ({ attributes }) =>
        !!attributes.CiviliteExercice &&
        !CIVILITIES[attributes.Profession ?? '']?.test(attributes.CiviliteExercice),
    ),
  ),
  blocking(
    'MSS023',
    'La catégorie de profession n’est pas autorisée',
    both(isInternal, ({ attributes }) => attributes.CategorieProfessions !== '01'),
  ),
  blocking(
    'MSS034',
    'L’identifiant interne doit être l’adresse de la BAL',
    both(isInternal, ({ address, attributes }) => attributes.IdentifiantPP?.toLowerCase() !== address),
  ),
  blocking(
    'MSS035',
    'Le service ne peut être pris en compte sans structure',
    both(isNational, ({ attributes }) => !!attributes.ServiceRattachement && !attributes.IdentifiantPM),
  ),
  {
    ...{
      code: 'MSS020',
      severity: 'Warning',
      fails: (bal, night) => isNational(bal) && namesDiffer(bal, night),
    },
    motive: 'Le nom et/ou le prénom d’exercice ne correspondent pas à ceux de l’Annuaire Santé',
  },
  ...cabControls(),
];

/** The anomalies of one record, blocking ones first. */
export function controlRecord(bal: DeclaredBal, night: NightWorld): readonly Anomaly[] {
  const first = ONE_BY_ONE.find(({ fails }) => fails(bal, night));
  const failed = first ? [first] : TOGETHER.filter(({ fails }) => fails(bal, night));
  const anomalies = failed.map(({ code, motive, severity }) => ({
    ...{ code, motive, severity },
    ...(code === 'MSS020' && { known: knownName(bal, night) }),
  }));
  return anomalies.sort((a, b) => a.severity.localeCompare(b.severity));
}

/** The table of CAB names controls that the text never defines: they are pronounced under the codes of their likes. */
function cabControls(): readonly Control[] {
  const someone =
    (isWrong: (who: Readonly<Record<string, string>>, night: NightWorld) => boolean) =>
    (bal: DeclaredBal, night: NightWorld) =>
      bal.type === 'CAB' && bal.coholders.some((who) => isWrong(who, night));
  return [
    blocking(
      'MSS005',
      'Un cotitulaire n’a ni RPPS ni ADELI',
      someone(({ TypeIdentifiantPP: type = '' }) => !/^[08]$/.test(type)),
    ),
    blocking(
      'MSS008',
      'L’identifiant d’un cotitulaire n’existe pas dans le référentiel',
      someone(({ IdentifiantPP }, { people }) => !people.some(({ rpps }) => rpps === IdentifiantPP)),
    ),
    blocking(
      'MSS028',
      'Un cotitulaire, et un seul, doit être responsable',
      ({ type, coholders }) =>
        type === 'CAB' &&
        (coholders.length > 20 ||
          coholders.filter(({ EstResponsable }) => EstResponsable === 'O').length !== 1),
    ),
  ];
}

function blocking(code: string, motive: string, fails: Control['fails']): Control {
  return { code, motive, severity: 'Bloquante', fails };
}

function personOf({ attributes }: DeclaredBal, { people }: NightWorld) {
  return people.find(({ rpps }) => attributes.TypeIdentifiantPP === '8' && rpps === attributes.IdentifiantPP);
}

function structureOf({ attributes }: DeclaredBal, { structures }: NightWorld) {
  return structures.find(
    ({ finess }) => attributes.TypeIdentifiantPM === '1' && finess === attributes.IdentifiantPM,
  );
}

function namesDiffer(bal: DeclaredBal, night: NightWorld): boolean {
  const known = personOf(bal, night);
  if (!known) return false;
  const { NomExercice = '', PrenomExercice = '' } = bal.attributes;
  return beginning(PrenomExercice, NomExercice) !== beginning(known.givenName, known.familyName);
}

function knownName(bal: DeclaredBal, night: NightWorld): Readonly<Record<string, string>> {
  const known = personOf(bal, night);
  return known ? { NomExerciceAnnuaire: known.familyName, PrenomExerciceAnnuaire: known.givenName } : {};
}

function beginning(given: string, family: string): string {
  const letters = (name: string) =>
    name
      .normalize('NFD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase();
  return `${letters(given).slice(0, 1)}${letters(family).slice(0, 2)}`;
}
