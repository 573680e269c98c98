import { described } from '../../types/described.js';

export const STRUCTURE_ID = described('Identifiant de la structure.', 'Identifier of the structure.');
export const WEBHOOK_ID = described('Identifiant du webhook.', 'Identifier of the webhook.');
export const STATE = {
  nullable: true,
  ...described('Seulement dans cet état.', 'Only in that state.'),
} as const;
