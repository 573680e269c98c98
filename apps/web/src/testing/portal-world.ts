import { createServer, type RequestListener, type Server } from 'node:http';

/** A small server on a free port, answering as `answer` says at each moment. */
export class SmallServer {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async listen(answer: RequestListener): Promise<SmallServer> {
    const server = createServer(answer);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the small server has no port');
    return new SmallServer(server, `http://127.0.0.1:${address.port}`);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

export function json(status: number, body: unknown): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

/** The environment of a portal, its API and Pro Santé Connect where told. */
export function portalEnvironment({
  api,
  psc,
}: {
  readonly api: string;
  readonly psc: string;
}): Readonly<Record<string, string>> {
  return {
    CACHET_WEB_PORT: '20000',
    CACHET_WEB_URL: 'http://localhost:20000',
    CACHET_WEB_SECRET: 'a secret of the tests, long enough to be one',
    CACHET_API_URL: `${api}/graphql`,
    CACHET_API_WS_URL: 'ws://localhost:20010/graphql',
    CACHET_PSC_ISSUER: psc,
    CACHET_PSC_CLIENT_ID: 'cachet-portail',
    CACHET_PSC_CLIENT_SECRET: 'client secret of the tests',
  };
}
