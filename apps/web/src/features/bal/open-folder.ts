import { balFolders, type OpenBal, type OpenFolder } from './bal-folders.ts';

export interface Place {
  readonly bal: OpenBal;
  readonly folder: OpenFolder;
}

/** Route parameters reach a page still encoded. */
export interface PlaceParams {
  readonly bal: string;
  readonly dossier: string;
}

/** The box and folder of an address; null when either is unknown or not readable by this person, or the API is silent. */
export async function openFolder({ bal: balId, dossier }: PlaceParams): Promise<Place | null> {
  const answer = await balFolders(balId);
  if (!answer.ok || answer.data.bal.__typename === 'Refus') return null;
  const { bal } = answer.data;
  const folder = bal.folders.find(({ id }) => id === decodeURIComponent(dossier));
  return folder ? { bal, folder } : null;
}
