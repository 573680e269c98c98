import {
  type ActContext,
  closePortalSession,
  done,
  LONGEST_SECOURS_SESSION_MS,
  type Outcome,
  openPortalBySecours,
  openPortalSession,
  readSecoursProofs,
  refused,
  type SecoursPortalPorts,
} from '@cachet/mss-core';
import { onTheBeat } from '@cachet/runtime';
import {
  PgCompliance,
  PgJournal,
  PgPeople,
  PgPortalSessions,
  PgRouting,
  PgSecours,
  PgSubscriptionTickets,
} from '@cachet/schema';
import type { Container } from '../container.js';
import { type Caller, holderOf } from '../context/caller.js';
import { refusalError, unauthenticated } from '../errors/refusal-error.js';
import type { MeType } from '../types/me.js';
import type { PortalSessionType } from '../types/session.js';
import { newSession, timesOf } from './new-session.js';
import { hashOf, newToken, TICKET } from './token.js';

const TICKET_LIFE_MS = 60_000;
// A JWT of Pro Santé Connect is under 2 kB.
const LONGEST_TOKEN = 8_192;

/** Opening and closing of portal sessions, and what lets a browser open a WebSocket. */
export class SessionDesk {
  constructor(
    private readonly container: Container,
    private readonly caller: Caller | null,
    private readonly door: Omit<ActContext, 'actor' | 'means'>,
    /** Token of the calling session, when one was presented. */
    private readonly token: string | null,
  ) {}

  me(): MeType {
    if (!this.caller) throw unauthenticated();
    return { idNat: this.caller.kind === 'person' ? this.caller.idNat : null, name: this.caller.name };
  }

  /** Refuses what Pro Santé Connect refuses, and nothingHere. */
  async open(accessToken: string): Promise<Outcome<PortalSessionType>> {
    if (accessToken.length > LONGEST_TOKEN) return refused('authenticationFailed');
    const person = await this.container.psc.verifyAccessToken(accessToken);
    if (!person.ok) return person;
    const { idNat, name } = person.value;
    const { token, session } = newSession(this.container, this.container.sessions.longest);
    const opened = await openPortalSession(this.#ports(), this.door, person.value, session);
    return opened.ok ? done({ token, idNat, name, ...timesOf(this.container, session) }) : opened;
  }

  /** Whether somebody may come in without Pro Santé Connect. */
  async offersSecours(): Promise<boolean> {
    const { vault, database } = this.container;
    return vault !== null && new PgRouting(database).hasSecours();
  }

  /** Refuses authenticationFailed, on the beat, whatever is wrong; and nothingHere. */
  async openBySecours(
    address: string,
    passphrase: string,
    code: string,
  ): Promise<Outcome<PortalSessionType>> {
    const began = performance.now();
    const { sessions, wallClock } = this.container;
    const { token, session } = newSession(
      this.container,
      Math.min(sessions.longest, LONGEST_SECOURS_SESSION_MS),
    );
    const attempt = { address, password: readSecoursProofs(passphrase, code), now: wallClock() };
    const opened = await openPortalBySecours(this.#ports(), this.door, attempt, session);
    if (!opened.ok) {
      await onTheBeat(began);
      return opened;
    }
    const { idNat, name } = opened.value.person;
    return done({ token, idNat, name, ...timesOf(this.container, session) });
  }

  /** False for a partner, who has no session to close, and for a session already ended. */
  async close(): Promise<boolean> {
    const { caller } = this;
    if (!this.token || caller?.kind !== 'person') return false;
    return closePortalSession(this.#ports(), this.door, holderOf(caller), {
      tokenHash: hashOf(this.token),
      at: this.container.wallClock(),
    });
  }

  /** A ticket for the calling session. @throws GraphQLError forbidden for a partner, whose key opens WebSockets by itself. */
  async ticket(): Promise<string> {
    const { caller, container } = this;
    if (caller?.kind !== 'person') throw refusalError({ code: 'forbidden', detail: {} });
    const ticket = newToken(TICKET);
    const now = container.wallClock();
    await container.database.shared((sql) =>
      new PgSubscriptionTickets(sql).issue(
        hashOf(ticket),
        caller.sessionId,
        new Date(now.getTime() + TICKET_LIFE_MS),
        now,
      ),
    );
    return ticket;
  }

  #ports(): SecoursPortalPorts {
    const { database, vault } = this.container;
    return {
      vault,
      inTenant: (context, work) =>
        database.withTenant(context, (sql) =>
          work({ secours: new PgSecours(sql), compliance: new PgCompliance(sql) }),
        ),
      routing: new PgRouting(database),
      acrossTenants: (work) =>
        database.acrossTenants((visit) =>
          work((context, inTenant) =>
            visit(context, (sql) => {
              const people = new PgPeople(sql);
              const sessions = new PgPortalSessions(sql);
              return inTenant({
                holdsSomething: (idNat, at) => people.holdsSomething(idNat, at),
                journal: new PgJournal(sql),
                openSession: (session, person) => sessions.open(session, person),
                endSession: (tokenHash, at) => sessions.end(tokenHash, at),
              });
            }),
          ),
        ),
    };
  }
}
