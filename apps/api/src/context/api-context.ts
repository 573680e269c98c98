import type { BalReads } from '../reads/bal-reads.js';
import type { MailReads } from '../reads/mail-reads.js';
import type { StructureReads } from '../reads/structure-reads.js';
import type { ListeBlancheDesk } from '../session/liste-blanche-desk.js';
import type { SessionDesk } from '../session/session-desk.js';
import type { Caller } from './caller.js';

/** What a resolver receives: who calls, and what may be asked on their behalf. Made anew for each operation. */
export interface ApiContext {
  readonly caller: Caller | null;
  readonly sessions: SessionDesk;
  readonly bals: BalReads;
  readonly mail: MailReads;
  readonly structures: StructureReads;
  readonly listeBlanche: ListeBlancheDesk;
}
