import { once } from 'node:events';
import { request as ask } from 'node:http';
import { request as askSecurely, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TestTenant } from '@cachet/testkit';
import { fuzzRuns } from '@cachet/testkit/fuzz';
import { TestIgc } from '@cachet/testkit/pki';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiWorld } from '../testing/api-world.fixture.js';
import { domainAsked } from './autoconfig-route.js';

interface Got {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: string;
}

let world: ApiWorld;
let domain: string;
let someone: string;
let igc: TestIgc;
const fronts: { close(): void }[] = [];

beforeAll(async () => {
  world = await ApiWorld.start();
  const tenant = await TestTenant.create(world.database);
  domain = tenant.domain;
  someone = (await tenant.bal()).address;
  igc = await TestIgc.create();
});
afterAll(async () => {
  for (const front of fronts) front.close();
  await world.stop();
});

/** The operator's TLS front for one host name: it forwards to the API with the host it was asked under. */
async function frontOf(host: string): Promise<number> {
  const { cert, key } = await igc.issue({ cn: host });
  const server = createServer({ cert, key }, ({ url, headers, method }, response) => {
    const onward = ask(`${world.url}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  fronts.push(server);
  return (server.address() as AddressInfo).port;
}

/** What a mail program gets by HTTPS, the front's certificate checked against its name. */
async function get(url: string): Promise<Got> {
  const { hostname } = new URL(url);
  const options = {
    ca: igc.chainPem,
    port: await frontOf(hostname),
    lookup: (
      _: string,
      __: object,
      tell: (fault: null, found: { address: string; family: number }[]) => void,
    ) => tell(null, [{ address: '127.0.0.1', family: 4 }]),
  };
  const request = askSecurely(url, options).end();
  const [answer] = await once(request, 'response');
  const chunks: Buffer[] = await Array.fromAsync(answer);
  return {
    status: answer.statusCode,
    type: answer.headers['content-type'],
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** The places where Thunderbird looks, in its order. */
const places = (address: string) => {
  const at = address.split('@')[1];
  const query = `?emailaddress=${encodeURIComponent(address)}`;
  return [
    `https://autoconfig.${at}/mail/config-v1.1.xml${query}`,
    `https://${at}/.well-known/autoconfig/mail/config-v1.1.xml${query}`,
    `https://${at}/.well-known/autoconfig/mail/config-v1.1.xml`,
  ];
};

describe('EX_LPS_0300: the settings that mail programs look for by HTTPS', () => {
  it('are those of the domain’s doors, in each place where Thunderbird looks', async () => {
    const found = await Promise.all(places(someone).map(get));
    for (const got of found) expect(got).toEqual(found[0]);
    expect(found[0]).toEqual({
      status: 200,
      type: 'application/xml; charset=utf-8',
      body: `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="${domain}">
    <domain>${domain}</domain>
    <displayName>Opérateur &lt;fictif&gt; &amp; Cie</displayName>
    <displayShortName>MSSanté</displayShortName>
    <incomingServer type="imap">
      <hostname>imap-psc.operateur.example</hostname>
      <port>143</port>
      <socketType>STARTTLS</socketType>
      <authentication>OAuth2</authentication>
      <username>%EMAILADDRESS%</username>
    </incomingServer>
    <incomingServer type="imap">
      <hostname>imap-app.operateur.example</hostname>
      <port>143</port>
      <socketType>STARTTLS</socketType>
      <authentication>TLS-client-cert</authentication>
      <authentication>password-cleartext</authentication>
      <username>%EMAILADDRESS%</username>
    </incomingServer>
    <outgoingServer type="smtp">
      <hostname>smtp-psc.operateur.example</hostname>
      <port>587</port>
      <socketType>STARTTLS</socketType>
      <authentication>OAuth2</authentication>
      <username>%EMAILADDRESS%</username>
    </outgoingServer>
    <outgoingServer type="smtp">
      <hostname>smtp-app.operateur.example</hostname>
      <port>587</port>
      <socketType>STARTTLS</socketType>
      <authentication>TLS-client-cert</authentication>
      <authentication>password-cleartext</authentication>
      <username>%EMAILADDRESS%</username>
    </outgoingServer>
  </emailProvider>
</clientConfig>
`,
    });
  });

  it('are the same for an address that does not exist: nobody learns which do', async () => {
    const [place = ''] = places(someone);
    const [other = ''] = places(`personne@${domain}`);
    expect(await get(other)).toEqual(await get(place));
  });

  it('are not found for a domain that is not ours, nor for nonsense', async () => {
    const asked = [
      ...places('a@ailleurs.example'),
      ...places(`a@${domain}`).map((url) => url.replace(domain, `x.${domain}`)),
    ];
    const found = await Promise.all([asked[0], asked[2], asked[5]].map((url) => get(url ?? '')));
    expect(found.map(({ status, body }) => [status, body.includes('Domaine inconnu')])).toEqual([
      [404, true],
      [404, true],
      [404, true],
    ]);
    const nonsense = '?emailaddress=%3Cx%3E%40%3C%2Fdomain%3E&emailaddress=b';
    expect((await get(`https://autoconfig.ailleurs.example/mail/config-v1.1.xml${nonsense}`)).status).toBe(
      404,
    );
  });
});

it('the domain asked is a host name or nothing, whatever is told', () => {
  fc.assert(
    fc.property(fc.option(fc.string()), fc.option(fc.string(), { nil: undefined }), (address, host) => {
      const found = domainAsked(address, host);
      if (found !== null) expect(found).toMatch(/^[a-z0-9.-]{3,253}$/);
    }),
    { numRuns: fuzzRuns(200) },
  );
});
