import { once } from 'node:events';
import { createServer as createProxy, type Server as HttpServer } from 'node:http';
import { createServer, type Server as HttpsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { createSecureContext, type SecureContext, type TlsOptions } from 'node:tls';
import { autoconfigXml, type PublicDoors } from '@cachet/mss-core';
import type { TestIgc } from '@cachet/testkit/pki';

const OURS = /^autoconfig\.[a-z0-9-]+\.mssante\.fr:443$/;

type Server = HttpServer | HttpsServer;

/**
 * What `https://autoconfig.<domain>` answers for any domain of ours, and the way there: a proxy that knows no other host, so that
 * neither port 443 nor any network is wanted.
 */
export class SettingsFront {
  private constructor(
    private readonly servers: readonly Server[],
    readonly proxyPort: number,
  ) {}

  static async open(igc: TestIgc, doors: PublicDoors): Promise<SettingsFront> {
    const SNICallback: TlsOptions['SNICallback'] = (name, tell) =>
      void contextOf(igc, name).then((context) => tell(null, context), tell);
    const front = createServer({ SNICallback }, ({ url, headers }, response) => {
      const domain = headers.host?.replace(/^autoconfig\./, '') ?? '';
      if (!url?.startsWith('/mail/config-v1.1.xml?')) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(autoconfigXml(domain, 'Opérateur fictif', doors));
    });
    const proxy = createProxy((_, response) => void response.writeHead(403).end());
    proxy.on('connect', ({ url }, near) => {
      near.on('error', () => undefined);
      if (!OURS.test(url ?? '')) return void near.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      const far = connect(portOf(front), '127.0.0.1');
      far.on('error', () => near.destroy());
      near.on('close', () => far.destroy());
      near.write('HTTP/1.1 200 OK\r\n\r\n');
      near.pipe(far).pipe(near);
    });
    for (const server of [front, proxy]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    return new SettingsFront([front, proxy], portOf(proxy));
  }

  close(): void {
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
  }
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function contextOf(igc: TestIgc, name: string): Promise<SecureContext> {
  const { cert, key } = await igc.issue({ cn: name, names: [name] });
  return createSecureContext({ cert: cert + igc.chainPem, key });
}
