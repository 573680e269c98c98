import type { ActContext } from '@cachet/mss-core';
import { newId } from '@cachet/runtime';
import type { Container } from '../container.js';

/** The API acting for itself, before a caller is known. */
export function systemContext({ clock }: Pick<Container, 'clock'>): ActContext {
  return {
    actor: { kind: 'system', name: 'api' },
    means: 'api',
    at: clock(),
    correlationId: newId(),
    remoteAddress: null,
  };
}
