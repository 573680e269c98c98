export type ListeBlancheState = 'fresh' | 'stale' | 'missing';

// EX_2.2_5010: the list is fetched every day. The API says when one has not been renewed for too long.
export function listeBlancheState(health: {
  readonly available: boolean;
  readonly stale: boolean;
}): ListeBlancheState {
  if (!health.available) return 'missing';
  return health.stale ? 'stale' : 'fresh';
}
