import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';
import { readAt, type Sandbox } from './sandbox.js';

const SERVER_NAME = 'mx.operateur-cachet.mssante.fr';

/** An access token of Pro Santé Connect, or one with a named fault. */
export async function pscToken(sandbox: Sandbox, rpps: string, fault: string | null = null): Promise<string> {
  const { access_token } = await post<{ access_token: string }>(sandbox.psc.sandboxToken, { rpps, fault });
  return access_token;
}

/** A doctor's mail program: an unmodified nodemailer with XOAUTH2. */
export async function submit(
  sandbox: Sandbox,
  as: { rpps: string; bal: string; fault?: string },
  to: readonly string[],
  raw: Buffer,
  from = as.bal,
): Promise<{ accepted: readonly string[]; response: string }> {
  const transport = nodemailer.createTransport({
    ...sandbox.smtp.submission.psc,
    secure: false,
    requireTLS: true,
    tls: { ca: readAt(sandbox.pki.ca), servername: SERVER_NAME },
    auth: { type: 'OAuth2', user: as.bal, accessToken: await pscToken(sandbox, as.rpps, as.fault ?? null) },
  });
  try {
    const sent = await transport.sendMail({ envelope: { from, to: [...to] }, raw });
    return { accepted: sent.accepted.map(String), response: sent.response };
  } finally {
    transport.close();
  }
}

/** A doctor's mail reader: an unmodified imapflow with XOAUTH2. */
export async function openImap(
  sandbox: Sandbox,
  as: { rpps: string; bal: string; fault?: string },
): Promise<ImapFlow> {
  const client = new ImapFlow({
    ...sandbox.imap.psc,
    secure: false,
    doSTARTTLS: true,
    tls: { ca: readAt(sandbox.pki.ca), servername: SERVER_NAME },
    auth: { user: as.bal, accessToken: await pscToken(sandbox, as.rpps, as.fault ?? null) },
    logger: false,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export interface PeerMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly tls: unknown;
  readonly raw: Buffer;
}

/** What the other operator received, bytes decoded. */
export async function peerReceived(sandbox: Sandbox): Promise<PeerMail[]> {
  const list: (Omit<PeerMail, 'raw'> & { raw: string })[] = (await (
    await fetch(sandbox.peer.received)
  ).json()) as typeof list;
  return list.map((mail) => ({ ...mail, to: [mail.to].flat(), raw: Buffer.from(mail.raw, 'base64') }));
}

/** Makes the other operator send exactly these bytes to our MX. */
export function peerSends<T = Record<string, unknown>>(
  sandbox: Sandbox,
  mail: { from: string; to: string | readonly string[]; raw: Buffer; identity?: string },
): Promise<T> {
  return post<T>(sandbox.peer.control, { send: { ...mail, raw: mail.raw.toString('base64') } });
}

export async function post<T>(url: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok && answer.status >= 500)
    throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** A partner's program: GraphQL over HTTP with an API key. */
export function graphql<T>(
  sandbox: Sandbox,
  key: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<{ data?: T; errors?: { message: string; extensions?: { code?: string } }[] }> {
  return post(sandbox.graphql.http, { query, variables }, { authorization: `Bearer ${key}` });
}
