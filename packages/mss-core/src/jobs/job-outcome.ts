import { COPY_OBJECTIONS } from '../directory-search/copy-refused.js';
import { REFUSALS } from '../outcome/refusals.js';

/**
 * How a run ended. `done`: to its end, whatever a watch found. `partial`: to its end, with something left. `failed`: it could not do its
 * work. Only what is done ends a series of failures.
 */
export type JobResult = 'done' | 'partial' | 'failed';

interface OutcomeText {
  readonly result: JobResult;
  readonly fr: string;
  readonly en: string;
}

/** What a run may answer beside the code of a refusal. */
const OUTCOMES: Readonly<Record<string, OutcomeText>> = {
  ok: { result: 'done', fr: 'Terminé.', en: 'Done.' },
  unchanged: {
    result: 'done',
    fr: 'Rien de nouveau : la copie en service est déjà celle-là.',
    en: 'Nothing new: the copy in service is that one already.',
  },
  awaitsApproval: {
    result: 'done',
    fr: 'La copie reçue perd beaucoup de lignes : elle attend l’accord d’une personne.',
    en: 'The copy received lost many lines: it awaits a person’s yes.',
  },
  copyDoubted: {
    result: 'done',
    fr: 'Trop de professionnels d’une structure manquent d’un coup dans l’Annuaire : rien n’a été coupé, ses gestionnaires sont prévenus.',
    en: 'Too many professionals of a structure are missing from the Annuaire at once: nothing was cut, its managers were told.',
  },
  noOperator: {
    result: 'done',
    fr: 'L’opérateur n’a pas encore sa structure : rien à faire.',
    en: 'The operator has no structure of its own yet: nothing to do.',
  },
  chainAltered: {
    result: 'done',
    fr: 'La chaîne installée n’est pas celle attendue ; l’opérateur en est prévenu.',
    en: 'The installed chain is not the expected one; the operator was told.',
  },
  overdue: {
    result: 'done',
    fr: 'Des listes de révocation n’arrivent plus ; l’opérateur en est prévenu.',
    en: 'Revocation lists no longer come; the operator was told.',
  },
  held: {
    result: 'done',
    fr: 'Un flux vers l’Annuaire attend l’accord d’une personne.',
    en: 'A feed to the Annuaire awaits a person’s yes.',
  },
  again: {
    result: 'partial',
    fr: 'L’Annuaire n’a pas pris un flux ; il lui sera proposé de nouveau avant la nuit.',
    en: 'The Annuaire did not take a feed; it is offered again before its night.',
  },
  refused: {
    result: 'partial',
    fr: 'L’Annuaire a refusé un flux ; la page de la publication dit pourquoi.',
    en: 'The Annuaire refused a feed; the page of the publication says why.',
  },
  incomplete: {
    result: 'partial',
    fr: 'Une partie n’a pas pu être faite ; elle sera reprise au prochain passage. Le journal technique dit laquelle.',
    en: 'A part could not be done; the next run tries again. The technical log says which.',
  },
  damaged: {
    result: 'partial',
    fr: 'Un message n’est plus ce qui avait été reçu ; il n’a pas été touché. Le journal technique dit lequel.',
    en: 'A message is no longer what was received; it was left alone. The technical log says which.',
  },
  interrupted: {
    result: 'failed',
    fr: 'Le processus qui l’exécutait s’est arrêté avant la fin ; un autre l’a repris.',
    en: 'The process that ran it stopped before the end; another took it again.',
  },
  fault: {
    result: 'failed',
    fr: 'Une panne l’a arrêté ; le journal technique dit laquelle. Il sera réessayé.',
    en: 'A fault stopped it; the technical log says which. It will be tried again.',
  },
};

/** A code that is no outcome of ours is that of a refusal: the work was not done. */
export function jobResultOf(outcome: string): JobResult {
  return Object.hasOwn(OUTCOMES, outcome) ? (OUTCOMES[outcome]?.result ?? 'failed') : 'failed';
}

/** The sentence that people are shown for an outcome. */
export function sayJobOutcome(outcome: string): { readonly fr: string; readonly en: string } {
  const known = Object.hasOwn(OUTCOMES, outcome) ? OUTCOMES[outcome] : undefined;
  if (known) return { fr: known.fr, en: known.en };
  const objection = Object.hasOwn(COPY_OBJECTIONS, outcome)
    ? COPY_OBJECTIONS[outcome as keyof typeof COPY_OBJECTIONS]
    : undefined;
  if (objection) return { fr: `Non fait : ${objection.fr}.`, en: `Not done: ${objection.en}.` };
  const refusal = Object.hasOwn(REFUSALS, outcome) ? REFUSALS[outcome as keyof typeof REFUSALS] : undefined;
  if (!refusal) return { fr: `Non fait : ${outcome}.`, en: `Not done: ${outcome}.` };
  return { fr: withoutDetail(refusal.fr), en: withoutDetail(refusal.en) };
}

// A run keeps the code of its refusal alone.
function withoutDetail(sentence: string): string {
  return sentence.replace(/\{\w+\}/g, '…');
}
