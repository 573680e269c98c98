import { passFromApi } from '../../../../../session/pass-from-api.ts';

interface Context {
  readonly params: Promise<{ bal: string; message: string; part: string }>;
}

/** Passes an attachment from the API to the browser, as a file to save and nothing else. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { bal, message, part } = await params;
  return passFromApi(request, `/m/${bal}`, 'attachments', bal, message, part);
}
