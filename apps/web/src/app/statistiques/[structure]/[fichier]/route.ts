import { passFromApi } from '../../../../session/pass-from-api.ts';

interface Context {
  readonly params: Promise<{ structure: string; fichier: string }>;
}

/** Passes a file of statistics from the API to the browser while it is written. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { structure, fichier } = await params;
  return passFromApi(request, `/g/${structure}/statistiques`, 'structures', structure, 'statistics', fichier);
}
