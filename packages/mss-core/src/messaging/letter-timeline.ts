import { DELIVERY_CAUSES, type DeliveryCause } from './delivery-causes.js';
import type { DeliveryState, ReportKind } from './ports.js';

/** What happened to a letter on its way to one recipient, as its sender is told. */
export type LetterStepKind =
  | 'accepted'
  | 'held'
  | 'resumed'
  | 'delayed'
  | 'relayed'
  | 'delivered'
  | 'refused'
  | 'expired'
  | 'cancelled'
  | 'read'
  | 'deletedUnread';

/** A step of a delivery, as it was kept. */
export interface KeptStep {
  readonly at: Date;
  readonly state: DeliveryState;
  readonly code: number | null;
  readonly text: string | null;
  /** Null when nobody else took part: the recipient is here. */
  readonly remoteHost: string | null;
  readonly cause: DeliveryCause | null;
  /** It failed because patience ended. */
  readonly hasExpired: boolean;
}

export interface KeptReport {
  readonly at: Date;
  readonly kind: ReportKind;
}

export interface LetterStep {
  readonly kind: LetterStepKind;
  readonly at: Date;
  /** What happened. */
  readonly french: string;
  readonly english: string;
  /** What to do, in French; null when there is nothing. */
  readonly advice: string | null;
  /** What the recipient’s server answered, when it refused or asked to wait. */
  readonly reply: { readonly code: number; readonly text: string | null } | null;
}

/** From acceptance on, oldest first. The first step was kept with the letter: it is the acceptance. */
export function letterTimeline(
  acceptedAt: Date,
  steps: readonly KeptStep[],
  reports: readonly KeptReport[],
): readonly LetterStep[] {
  const told: LetterStep[] = [sentenceOf('accepted', { at: acceptedAt })];
  for (const [index, step] of steps.entries()) {
    const kind = kindOf(step, index === 0);
    if (kind) told.push(sentenceOf(kind, step));
  }
  const after = reports.flatMap(({ kind, at }) => {
    const step = REPORTED[kind];
    return step ? [sentenceOf(step, { at })] : [];
  });
  return [...told, ...after].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function kindOf({ state, remoteHost, hasExpired }: KeptStep, isFirst: boolean): LetterStepKind | null {
  switch (state) {
    case 'queued':
      return isFirst ? null : 'resumed';
    case 'deferred':
      return 'delayed';
    case 'held':
      return 'held';
    case 'cancelled':
      return 'cancelled';
    case 'failed':
      return hasExpired ? 'expired' : 'refused';
    case 'delivered':
      return remoteHost === null ? 'delivered' : 'relayed';
  }
}

/** What was relayed once says nothing new when it is relayed again. */
const REPORTED: Readonly<Record<ReportKind, LetterStepKind | null>> = {
  delivered: 'delivered',
  relayed: null,
  delayed: 'delayed',
  failed: 'refused',
  read: 'read',
  deletedUnread: 'deletedUnread',
};

const SENTENCES: Readonly<Record<LetterStepKind, readonly [french: string, english: string]>> = {
  accepted: ['Le message a été pris en charge.', 'The message was taken in charge.'],
  held: [
    'Un gestionnaire de votre structure a suspendu cet envoi.',
    'A manager of your structure holds this sending.',
  ],
  resumed: ['L’envoi reprend.', 'The sending goes on.'],
  delayed: [
    'Le message n’a pas encore pu être remis ; les essais continuent.',
    'The message could not be delivered yet; we go on trying.',
  ],
  relayed: [
    'Le message a été transmis au serveur du destinataire.',
    'The message was handed to the recipient’s server.',
  ],
  delivered: [
    'Le message a été remis dans la boîte du destinataire.',
    'The message was delivered to the recipient’s mailbox.',
  ],
  refused: ['Le message n’a pas pu être remis.', 'The message could not be delivered.'],
  expired: [
    'Le message n’a pas pu être remis à temps ; les essais sont arrêtés.',
    'The message could not be delivered in time; we stopped trying.',
  ],
  cancelled: [
    'Un gestionnaire de votre structure a annulé cet envoi.',
    'A manager of your structure cancelled this sending.',
  ],
  read: [
    'Le logiciel du destinataire annonce que le message a été lu.',
    'The recipient’s program says that the message was read.',
  ],
  deletedUnread: [
    'Le logiciel du destinataire annonce que le message a été supprimé sans être lu.',
    'The recipient’s program says that the message was deleted unread.',
  ],
};

function sentenceOf(
  kind: LetterStepKind,
  { at, ...met }: { readonly at: Date } & Partial<Pick<KeptStep, 'cause' | 'code' | 'text'>>,
): LetterStep {
  const [french, english] = SENTENCES[kind];
  const why = met.cause ? DELIVERY_CAUSES[met.cause] : null;
  const { code = null, text = null } = why ? met : {};
  return {
    kind,
    at,
    french: why ? `${french} ${why.what}` : french,
    english: why ? `${english} ${why.whatEn}` : english,
    advice: why && kind !== 'delayed' ? why.advice : null,
    reply: code === null ? null : { code, text },
  };
}
