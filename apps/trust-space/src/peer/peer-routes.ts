import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { readJson, sendJson } from '../http/exchange.js';
import type { Routes } from '../http/router.js';
import { IDENTITY_NAMES } from '../pki/identities.js';
import type { Igc } from '../pki/igc.js';
import { type Behaviour, PEER_MODES } from './behaviour.js';
import type { ReceivedMail } from './received-mail.js';
import { type Destination, type SendOutcome, sendLetter } from './smtp-send.js';

export const RECEIVED_PATH = '/peer/received';
export const PEER_CONTROL_PATH = '/peer/control';

const orderSchema = z
  .strictObject({
    mode: z.enum(PEER_MODES).optional(),
    send: z
      .strictObject({
        from: z.string(),
        to: z.union([z.string(), z.array(z.string()).min(1)]).transform((to) => [to].flat()),
        raw: z.base64(),
      })
      .optional(),
    identity: z.enum([...IDENTITY_NAMES, 'none']).default('peer'),
    startTls: z.boolean().default(true),
  })
  .refine((order) => order.mode || order.send, 'mode ou send est attendu / is expected');

type SendOrder = z.infer<typeof orderSchema>;

export interface PeerRoutesParts {
  readonly hostname: string;
  readonly mx: Destination;
  readonly igc: Igc;
  readonly behaviour: Behaviour;
  readonly received: ReceivedMail;
}

/** What the peer received, how it behaves, and letters it sends on demand with the identity asked for. */
export function peerRoutes(parts: PeerRoutesParts): Routes {
  return {
    [`GET ${RECEIVED_PATH}`]: ({ response, url }) =>
      streamReceived(response, parts.received, url.searchParams.get('to')),
    [`DELETE ${RECEIVED_PATH}`]: ({ response }) => {
      parts.received.clear();
      sendJson(response, 200, []);
    },
    [`GET ${PEER_CONTROL_PATH}`]: ({ response }) => sendJson(response, 200, { mode: parts.behaviour.mode }),
    [`POST ${PEER_CONTROL_PATH}`]: async ({ request, response }) => {
      const order = orderSchema.parse(await readJson(request));
      if (order.mode) parts.behaviour.set(order.mode);
      const sent = order.send ? await send(parts, order, order.send) : undefined;
      sendJson(response, 200, { mode: parts.behaviour.mode, ...sent });
    },
  };
}

function send(
  { hostname, mx, igc }: PeerRoutesParts,
  { identity, startTls }: SendOrder,
  { from, to, raw }: NonNullable<SendOrder['send']>,
): Promise<SendOutcome> {
  return sendLetter({ from, to, raw: Buffer.from(raw, 'base64') }, mx, {
    ehlo: hostname,
    identity: identity === 'none' ? null : igc.identities[identity],
    startTls,
    judge: (der) => igc.judge.judge(der),
  });
}

// One entry at a time, so that a long list of heavy messages is never whole in memory.
async function streamReceived(
  response: ServerResponse,
  received: ReceivedMail,
  to: string | null,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  let separator = '[';
  for (const { id, ...entry } of received.list(to)) {
    const raw = (await received.raw(id)).toString('base64');
    response.write(`${separator}${JSON.stringify({ ...entry, raw })}`);
    separator = ',';
  }
  response.end(separator === '[' ? '[]' : ']');
}
