import { foldWords } from './directory-query.js';

/** TRE_G15-ProfessionSante, the professions that are open, in the words of the ANS. */
export const PROFESSIONS: ReadonlyMap<string, string> = new Map([
  ['10', 'Médecin'],
  ['21', 'Pharmacien'],
  ['26', 'Audioprothésiste'],
  ['28', 'Opticien-Lunetier'],
  ['31', 'Assistant dentaire'],
  ['32', 'Physicien médical'],
  ['40', 'Chirurgien-Dentiste'],
  ['50', 'Sage-Femme'],
  ['60', 'Infirmier'],
  ['69', 'Infirmier psychiatrique'],
  ['70', 'Masseur-Kinésithérapeute'],
  ['80', 'Pédicure-Podologue'],
  ['81', 'Orthoprothésiste'],
  ['82', 'Podo-Orthésiste'],
  ['83', 'Orthopédiste-Orthésiste'],
  ['84', 'Oculariste'],
  ['85', 'Epithésiste'],
  ['86', 'Technicien de laboratoire médical'],
  ['91', 'Orthophoniste'],
  ['92', 'Orthoptiste'],
  ['94', 'Ergothérapeute'],
  ['95', 'Diététicien'],
  ['96', 'Psychomotricien'],
  ['98', 'Manipulateur ERM'],
]);

/** Codes of the professions whose name has a word that begins so. */
export function professionsSaid(typed: string): readonly string[] {
  const [word] = foldWords(typed);
  if (!word) return [];
  return [...PROFESSIONS]
    .filter(([, label]) => foldWords(label).some((each) => each.startsWith(word)))
    .map(([code]) => code);
}
