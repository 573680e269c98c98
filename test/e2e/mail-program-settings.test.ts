import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { request } from 'node:http';
import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { graphql } from './clients.js';
import { readAt } from './sandbox.js';

const sandbox = inject('sandbox');
const [hospital] = sandbox.tenants;
if (!hospital) throw new Error('the sandbox holds at least one structure');
const [domain = ''] = hospital.domains;
const dns = new Resolver({ timeout: 5_000, tries: 2 });
beforeAll(() => dns.setServers([`${sandbox.dns.host}:${sandbox.dns.port}`]));

/** A GET under a host name that the name server leads to this machine. */
async function get(host: string, path: string): Promise<{ status: number | undefined; body: string }> {
  const [address = ''] = await dns.resolve4(host);
  const { port } = new URL(sandbox.graphql.http);
  const asked = request({ host: address, port, path, headers: { host } }).end();
  const [answer] = await once(asked, 'response');
  const chunks: Buffer[] = await Array.fromAsync(answer);
  return { status: answer.statusCode, body: Buffer.concat(chunks).toString('utf8') };
}

/** `imap 143 lps.example` for each server of a config-v1.1.xml, in its order. */
function serversOf(xml: string): string[] {
  const servers = xml.matchAll(/Server type="(\w+)">\s*<hostname>(.*?)<\/hostname>\s*<port>(\d+)<\/port>/g);
  return [...servers].map(([, type, host, port]) => `${type} ${port} ${host}`);
}

/** The same by RFC 6186: the SRV records, by priority. */
async function serversOfSrv(): Promise<string[]> {
  const of = async (service: string, type: string) =>
    (await dns.resolveSrv(`_${service}._tcp.${domain}`))
      .toSorted((a, b) => a.priority - b.priority)
      .map(({ name, port }) => `${type} ${port} ${name}`);
  return [...(await of('imap', 'imap')), ...(await of('submission', 'smtp'))];
}

/** The door of Pro Santé Connect refuses the token; that of certificates does not offer this way of signing in. */
const SIGN_IN_REFUSED: Record<string, string> = {
  lps: 'AUTHENTICATIONFAILED',
  app: 'Unsupported authentication mechanism',
};

const refusalOf = (client: ImapFlow) =>
  client.connect().then(
    () => 'signed in',
    (fault: { serverResponseCode?: string; message: string }) => fault.serverResponseCode ?? fault.message,
  );

describe('EX_LPS_0300: a mail program that knows only an address', () => {
  it('finds the same four doors where Thunderbird looks and in the SRV records', async () => {
    const query = `?emailaddress=jeanne.moreau%40${domain}`;
    const byAutoconfig = await get(`autoconfig.${domain}`, `/mail/config-v1.1.xml${query}`);
    const byWellKnown = await get(domain, `/.well-known/autoconfig/mail/config-v1.1.xml${query}`);
    expect(byWellKnown).toEqual(byAutoconfig);
    expect(byAutoconfig.status).toBe(200);
    expect(serversOf(byAutoconfig.body)).toHaveLength(4);
    expect(serversOf(byAutoconfig.body)).toEqual(await serversOfSrv());
  });

  it('meets there by STARTTLS a server that bears the name it was told', async () => {
    for (const server of await serversOfSrv()) {
      const [type, port, name = ''] = server.split(' ');
      const [host = ''] = await dns.resolve4(name);
      const at = {
        host,
        port: Number(port),
        secure: false,
        tls: { ca: readAt(sandbox.pki.ca), servername: name },
      };
      if (type === 'smtp') {
        const transport = nodemailer.createTransport({ ...at, requireTLS: true });
        await expect(transport.verify(), server).resolves.toBe(true);
        transport.close();
      } else {
        const client = new ImapFlow({
          ...at,
          doSTARTTLS: true,
          verifyOnly: true,
          logger: false,
          auth: { user: 'x', accessToken: 'x' },
        });
        client.on('error', () => undefined);
        // Signing in comes after the certificate was judged.
        expect(await refusalOf(client), server).toBe(SIGN_IN_REFUSED[name.split('.')[0] ?? '']);
      }
    }
  });

  it('finds nothing for a domain that is not served here', async () => {
    const { status } = await get(
      `autoconfig.${domain}`,
      '/mail/config-v1.1.xml?emailaddress=a%40ailleurs.fr',
    );
    expect(status).toBe(404);
  });

  it('RE_SSI_5011: the zone of the sandbox is as the product expects it', async () => {
    const { data } = await graphql<{ domainDns: { isConform: boolean; findings: { verdict: string }[] } }>(
      sandbox,
      hospital.apiKey,
      `{ domainDns(domain: "${domain}") { ... on DomainDns { isConform findings { purpose verdict found advice } } } }`,
    );
    expect(data?.domainDns.isConform).toBe(true);
    expect(data?.domainDns.findings.filter(({ verdict }) => verdict !== 'OK')).toEqual([]);
  });
});
