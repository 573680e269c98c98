import { described } from '../../types/described.js';

export const KINDS = {
  nullable: true,
  ...described(
    'Seulement ces sujets ; sans eux, tous ceux que l’appelant peut connaître.',
    'Only about these; without them, all that the caller may hear of.',
  ),
} as const;
