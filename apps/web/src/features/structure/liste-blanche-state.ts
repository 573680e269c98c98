export type ListeBlancheState = 'fresh' | 'stale' | 'missing';

const STALE_AFTER_MS = 36 * 3_600_000;

// EX_2.2_5010: the list is fetched every day. One that has not been renewed for 36 hours is worth a look.
export function listeBlancheState(
  health: { readonly available: boolean; readonly fetchedAt: string | null },
  now: Date,
): ListeBlancheState {
  if (!health.available || !health.fetchedAt) return 'missing';
  return now.getTime() - Date.parse(health.fetchedAt) > STALE_AFTER_MS ? 'stale' : 'fresh';
}
