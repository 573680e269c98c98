import type { Sentence } from '../identifiers/index.js';

const say = (fr: string, en: string): Sentence => ({ fr, en });

/** Why a copy is not believed, with the sentence that the operator is told. The last good one goes on serving. */
export const COPY_OBJECTIONS = {
  unreachable: say('le service de l’ANS ne répond pas', 'the service of the ANS does not answer'),
  accessRefused: say(
    'l’ANS refuse notre certificat : vérifiez qu’il est valide et que son DN est sur la liste blanche',
    'the ANS refuses our certificate: check that it is valid and that its DN is on the liste blanche',
  ),
  badRequest: say('l’ANS ne comprend pas la demande', 'the ANS does not understand the request'),
  notThere: say('le fichier n’est pas disponible à l’ANS', 'the file is not available at the ANS'),
  serverFault: say('le service de l’ANS est en panne', 'the service of the ANS is out of order'),
  notAnArchive: say(
    'la réponse n’est pas une archive (une page HTML, par exemple)',
    'the answer is not an archive (an HTML page, for instance)',
  ),
  archiveBroken: say('l’archive est tronquée ou abîmée', 'the archive is truncated or damaged'),
  archiveStrange: say(
    'l’archive ne contient pas les fichiers attendus, ou sous des noms interdits',
    'the archive does not hold the files expected, or under forbidden names',
  ),
  tooLarge: say('l’archive est plus grande que ce qui est accepté', 'the archive is larger than is accepted'),
  sumWrong: say(
    'l’empreinte du fichier n’est pas celle annoncée',
    'the sum of the file is not the one announced',
  ),
  headerUnknown: say(
    'les colonnes du fichier ne sont pas celles attendues',
    'the columns of the file are not those expected',
  ),
  malformed: say('le fichier n’est pas lisible', 'the file cannot be read'),
  tooManyBadLines: say(
    'plus d’une ligne sur vingt n’est pas lisible',
    'more than one line in twenty cannot be read',
  ),
  empty: say('le fichier ne contient aucune ligne', 'the file holds no line'),
} as const;

export type CopyObjection = keyof typeof COPY_OBJECTIONS;

/** A copy that is not believed. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';

  constructor(
    readonly objection: CopyObjection,
    options?: ErrorOptions,
  ) {
    super(`the copy is refused: ${objection}`, options);
  }
}

/** Whether nothing came, rather than something that is not believed. */
export function isAway(objection: CopyObjection): boolean {
  return objection === 'unreachable' || objection === 'notThere' || objection === 'serverFault';
}
