import { described } from '../../types/described.js';

export const BAL_ID = described('Identifiant de la BAL.', 'Identifier of the BAL.');
export const CLIENT_MUTATION_ID = described(
  'Identifiant choisi par l’appelant : redemandé, le même envoi n’est pas fait deux fois et reçoit la même réponse. 100 caractères ASCII au plus.',
  'Identifier chosen by the caller: asked again, the same sending is not done twice and gets the same answer. 100 ASCII characters at most.',
);
export const DRAFT_ID = described(
  'Identifiant du brouillon, tel que son dernier enregistrement l’a donné.',
  'Identifier of the draft, as given when it was last saved.',
);
