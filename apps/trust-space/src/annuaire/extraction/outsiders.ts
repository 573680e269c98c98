/** An invented professional of elsewhere. */
export interface Outsider {
  readonly rpps: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly professionCode: string;
  readonly profession: string;
  readonly specialityCode: string;
  readonly speciality: string;
  readonly finess: string;
  readonly house: string;
  readonly postalCode: string;
  readonly town: string;
}

const FAMILY = [
  ...[
    'ABEILLE',
    'BÉZIERS',
    'CLAIRVAL',
    'D’ORMESSAN',
    'ÉGLANTINE',
    'FLORIMOND',
    'GRÉSIVAUDAN',
    'HAUTEFEUILLE',
  ],
  ...['ISLETTE', 'JONQUIÈRE', 'KERMADEC', 'LE BIHANNIC', 'MONTCLAIR', 'NOISETIER', 'ORMEAU', 'PEUPLIER'],
];
const GIVEN = [
  'Élodie',
  'Bastien',
  'Chloé',
  'Damien',
  'Éric',
  'Françoise',
  'Grégoire',
  'Hélène',
  'Inès',
  'Jérôme',
];
const PLACES = [
  ['010000001', 'CENTRE HOSPITALIER DU VERCORS', '38000', 'GRENOBLE'],
  ['010000002', 'CLINIQUE DES GLYCINES', '69003', 'LYON'],
  ['010000003', 'MAISON DE SANTÉ DU PORT', '29200', 'BREST'],
  ['010000004', 'CENTRE HOSPITALIER DE LA VALLÉE', '67000', 'STRASBOURG'],
  ['010000005', 'CABINET MÉDICAL DES OLIVIERS', '13001', 'MARSEILLE'],
] as const;
const WORK = [
  ['10', 'Médecin', 'SM04', 'Cardiologie et maladies vasculaires'],
  ['10', 'Médecin', 'SM15', 'Dermatologie et vénéréologie'],
  ['10', 'Médecin', 'SM54', 'Médecine générale'],
  ['21', 'Pharmacien', '', ''],
  ['50', 'Sage-Femme', '', ''],
  ['60', 'Infirmier', '', ''],
  ['70', 'Masseur-Kinésithérapeute', '', ''],
] as const;

/** Everybody is invented, the same at each start; their letters go to the simulated other operator, which answers. */
export const OUTSIDERS: readonly Outsider[] = FAMILY.flatMap((familyName, row) =>
  GIVEN.map((givenName, column) => {
    const number = row * GIVEN.length + column;
    const [finess, house, postalCode, town] = PLACES[(row + column) % PLACES.length] ?? PLACES[0];
    const [professionCode, profession, specialityCode, speciality] = WORK[number % WORK.length] ?? WORK[0];
    return {
      ...{ rpps: String(99_800_000_000 + number), familyName, givenName, finess, house, postalCode, town },
      ...{ professionCode, profession, specialityCode, speciality },
    };
  }),
);

/** The address of somebody at the simulated other operator. */
export function addressOf({ givenName, familyName }: Outsider, domain: string): string {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z]+/g, '-');
  return `${plain(givenName)}.${plain(familyName)}@${domain}`;
}
