import { passFromApi } from '../../../../session/pass-from-api.ts';

interface Context {
  readonly params: Promise<{ bal: string; format: string }>;
}

/** Passes the archive of a box from the API to the browser while it is made. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { bal, format } = await params;
  return passFromApi(request, `/m/${bal}/extraction`, 'exports', bal, format);
}
