import type { NewPortalSession } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import type { Container } from '../container.js';
import type { PortalSessionType } from '../types/session.js';
import { hashOf, newToken, PORTAL_TOKEN } from './token.js';

/** A portal session about to be opened, with the token that is given once. */
export function newSession(
  { wallClock }: Pick<Container, 'wallClock'>,
  longest: number,
): { readonly token: string; readonly session: NewPortalSession } {
  const token = newToken(PORTAL_TOKEN);
  const createdAt = wallClock();
  const expiresAt = new Date(createdAt.getTime() + longest);
  return { token, session: { id: newId(), tokenHash: hashOf(token), createdAt, expiresAt } };
}

export function timesOf(
  { sessions }: Pick<Container, 'sessions'>,
  { createdAt, expiresAt }: NewPortalSession,
): Pick<PortalSessionType, 'expiresAt' | 'idleAt'> {
  return { expiresAt, idleAt: new Date(createdAt.getTime() + sessions.idle) };
}
