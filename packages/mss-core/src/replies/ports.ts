import type { Bal } from '../access/index.js';
import type { MailPath, TenantId } from '../identifiers/index.js';

/** What a BAL answers by itself: while its holder is away, or always. */
export interface OwnReply {
  readonly kind: 'absence' | 'automatic';
  /** Shown after « Auto: » in place of the subject of the letter; empty to repeat that one. */
  readonly title: string;
  readonly text: string;
  readonly startsAt: Date;
  /** Excluded; null while open-ended. */
  readonly endsAt: Date | null;
}

/** An absence as its holder set it. */
export interface Absence extends Omit<OwnReply, 'kind'> {
  readonly version: number;
}

/** A letter of some tenant that a BAL may answer by itself. */
export interface ReplyDue {
  readonly tenantId: TenantId;
  readonly deliveryId: string;
}

/** Letters that BAL may answer by themselves, all tenants together. */
export interface RepliesDue {
  /** At most so many, the oldest first. */
  waiting(limit: number): Promise<readonly ReplyDue[]>;
  /** Puts one that failed behind the others. */
  postpone(due: ReplyDue, until: Date): Promise<void>;
}

export interface LetterToAnswer {
  readonly bal: Bal;
  readonly messageId: string;
  readonly sender: MailPath;
  readonly receivedAt: Date;
  /** It was put aside as unsolicited. */
  readonly isAside: boolean;
  readonly reply: OwnReply;
}

/** The same within one tenant's transaction. */
export interface ReplyDesk {
  /** Takes the letter, which nobody answers again. Null when another took it, or nothing answers for that BAL any more. */
  take(deliveryId: string): Promise<LetterToAnswer | null>;
  /** Notes that this correspondent is told now; false when they were told since that moment. */
  noteTold(balId: string, correspondent: MailPath, notSince: Date): Promise<boolean>;
}

/** Absences of one tenant. */
export interface AbsenceStore {
  of(balId: string): Promise<Absence | null>;
  /** Sets or changes it; everybody may be told anew. False when it is no longer at that version, 0 for none. */
  put(balId: string, version: number, absence: Omit<Absence, 'version'>): Promise<boolean>;
  /** False when there was none. */
  end(balId: string): Promise<boolean>;
}
