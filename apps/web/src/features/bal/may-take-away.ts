import type { Holding } from './bal-card.tsx';

/** Whether the download of everything is offered: to those who answer for an open box, not to delegates. The API decides. */
export function mayTakeAway({ bal, role, mayRead }: Holding): boolean {
  return mayRead && role !== 'DELEGATE' && bal.state === 'ACTIVE' && bal.kind !== 'APPLICATIVE';
}
