import { GraphQLError } from 'graphql';
import type { Caller } from '../context/caller.js';
import type { Points, ThrottleStatus } from './points.js';

/** Spends the points of an operation before it runs. @throws GraphQLError THROTTLED, saying in how many seconds to come back. */
export function spend(points: Points, caller: Caller | null, cost: number): void {
  // Whoever is unknown may only open a session, which has limits of its own.
  const seconds = caller ? points.spend(caller, cost) : 0;
  if (seconds === 0) return;
  throw new GraphQLError(
    `Trop de requêtes : réessayez dans ${seconds} s. / Too many requests: try again in ${seconds} s.`,
    {
      extensions: {
        code: 'THROTTLED',
        retryable: true,
        retryAfter: seconds,
        http: { status: 429, headers: new Map([['retry-after', String(seconds)]]) },
      },
    },
  );
}

/** draft-ietf-httpapi-ratelimit-headers-07 §5: the quota, what is left of it, and in how many seconds it is whole again. */
export function rateHeaders({ maximumAvailable, currentlyAvailable, restoreRate }: ThrottleStatus) {
  const whole = Math.ceil((maximumAvailable - currentlyAvailable) / restoreRate);
  return [
    ['ratelimit-limit', String(maximumAvailable)],
    ['ratelimit-remaining', String(currentlyAvailable)],
    ['ratelimit-reset', String(whole)],
  ] as const;
}
