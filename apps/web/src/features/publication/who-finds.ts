import type { BalPublicationShownFragment } from '../../gql/documents.ts';

type Standing = Pick<BalPublicationShownFragment, 'state' | 'exclusion' | 'isOnListeRouge'>;
type WhoFinds = 'visible' | 'hidden' | 'shownToNobody';

/** Who can find a BAL: surely so when the Annuaire agrees with what we say of it, else only once it took a feed. */
export function whoFinds({ state, exclusion, isOnListeRouge }: Standing): WhoFinds | `${WhoFinds}Later` {
  const said = exclusion ? 'shownToNobody' : isOnListeRouge ? 'hidden' : 'visible';
  return state === 'ACCEPTED' || state === 'NOT_PUBLISHED' ? said : `${said}Later`;
}
