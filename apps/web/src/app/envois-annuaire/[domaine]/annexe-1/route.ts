import { passFromApi } from '../../../../session/pass-from-api.ts';

interface Context {
  readonly params: Promise<{ domaine: string }>;
}

/** Passes Annexe 1 of a domain that leaves the liste blanche from the API to the browser. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { domaine } = await params;
  return passFromApi(request, '/envois-annuaire', 'domains', domaine, 'annexe-1.html');
}
