import type { LogoutNotice } from '@cachet/ans';
import type { MailSafe } from '@cachet/mailstore';
import type {
  ApiKeyUse,
  BalPolicy,
  DnsReader,
  Network,
  Outcome,
  PortalPerson,
  PublicDoors,
  SecoursVault,
} from '@cachet/mss-core';
import type { CheckResult, Clock, Logger, Registry } from '@cachet/runtime';
import type { Database } from '@cachet/schema';
import type { Directories } from './directory/open-directory.js';
import type { LetterDoor } from './letters/letter-door.js';
import type { ListeBlancheRefresher } from './liste-blanche-refresher.js';
import type { ProviderClient } from './managers/provider-client.js';

/** What the API works with; made once by main.ts, or by a test. */
export interface Container {
  readonly database: Database;
  /** Opens and closes the content of messages. */
  readonly safe: MailSafe;
  readonly psc: PersonVerifier;
  /** Identity providers of structures. */
  readonly providers: ProviderClient;
  /** Where the portal is, to which these send people back; without it nobody comes in by them. */
  readonly portalUrl: string | null;
  /** Our name at Pro Santé Connect, for which its notices of logout are; without it none is taken. */
  readonly pscClientId: string | null;
  /** Keeps the proofs of access de secours; null where the operator configured no key. */
  readonly vault: SecoursVault | null;
  readonly listeBlanche: ListeBlancheRefresher;
  /** Where BAL are looked for. */
  readonly directories: Directories;
  /** Where letters written here go through. */
  readonly letters: LetterDoor;
  readonly logger: Logger;
  readonly metrics: Registry;
  /** Business time: rights, ages, jobs. */
  readonly clock: Clock;
  /** Wall time: sessions, tickets and keys do not follow the business clock. */
  readonly wallClock: Clock;
  readonly sessions: SessionTimes;
  /** Proxies of ours, believed when they tell whom they heard. */
  readonly proxies: readonly Network[];
  /** What the keys given to partners say of themselves: those of a sandbox are no secret of an operator. */
  readonly keyUse: ApiKeyUse;
  readonly balPolicy: BalPolicy;
  readonly dns: DnsReader;
  /** True where webhooks may be on private addresses, as in the sandbox. */
  readonly callsPrivateAddresses: boolean;
  /** What the operator shows of itself to mail programs and other operators. */
  readonly publicly: PublicSide;
}

export interface PublicSide {
  readonly operatorName: string;
  readonly doors: PublicDoors;
}

/** Milliseconds. */
export interface SessionTimes {
  readonly idle: number;
  readonly longest: number;
}

/** Pro Santé Connect, asked each time a person signs in. */
export interface PersonVerifier {
  verifyAccessToken(token: string): Promise<Outcome<PortalPerson>>;
  /** A notice of logout sent to that client. */
  verifyLogoutToken(token: string, clientId: string): Promise<Outcome<LogoutNotice>>;
  /** Whether it answers now, without a token. */
  ready(): Promise<CheckResult>;
}
