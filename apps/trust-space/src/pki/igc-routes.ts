import { z } from 'zod';
import { BadRequest, readBody, readJson, sendBytes, sendJson } from '../http/exchange.js';
import type { Exchange, Routes } from '../http/router.js';
import { IGC_PATHS } from './addresses.js';
import type { Igc } from './igc.js';

export const PKI_CONTROL_PATH = '/pki/control';

const orderSchema = z.strictObject({
  /** Serial number of a certificate of the branch, hexadecimal. */
  revoke: z
    .string()
    .regex(/^[0-9a-fA-F:]{2,60}$/)
    .optional(),
  rootCrl: z.enum(['served', 'unavailable']).optional(),
  /** `frozen`: the complete list stays as it is, and the delta alone tells what is revoked from now on. */
  crl: z.enum(['served', 'frozen', 'unavailable']).optional(),
  ocsp: z.enum(['served', 'unavailable']).optional(),
});

/** Publication points of the test branch, its OCSP responder and a control to revoke or to make them fall silent. */
export function igcRoutes(igc: Igc): Routes {
  const state = { rootCrl: 'served', crl: 'served', ocsp: 'served' };
  const list = (which: 'rootCrl' | 'crl', make: () => Promise<Buffer>) => async (exchange: Exchange) => {
    if (state[which] === 'unavailable')
      throw new BadRequest('service indisponible / service unavailable', 503);
    sendBytes(exchange.response, 200, 'application/pkix-crl', await make());
  };
  const ocsp = async ({ response }: Exchange, request: Buffer) => {
    if (state.ocsp !== 'served') throw new BadRequest('service indisponible / service unavailable', 503);
    sendBytes(response, 200, 'application/ocsp-response', await igc.ocsp.answer(request));
  };
  return {
    [`GET ${IGC_PATHS.rootCrl}`]: list('rootCrl', () => igc.lists.ofRoot()),
    [`GET ${IGC_PATHS.crl}`]: list('crl', () => igc.lists.ofIntermediate()),
    [`GET ${IGC_PATHS.deltaCrl}`]: list('crl', () => igc.lists.deltaOfIntermediate()),
    [`GET ${IGC_PATHS.caIssuer}`]: ({ response }) =>
      sendBytes(response, 200, 'application/pkix-cert', Buffer.from(igc.intermediate.certificate.rawData)),
    [`POST ${IGC_PATHS.ocsp}`]: async (exchange) => ocsp(exchange, await readBody(exchange.request)),
    [`POST ${PKI_CONTROL_PATH}`]: async ({ request, response }) => {
      const order = orderSchema.parse(await readJson(request));
      if (order.crl) igc.lists.isFrozen = order.crl === 'frozen';
      if (order.revoke) igc.revoke(order.revoke.replaceAll(':', ''));
      state.rootCrl = order.rootCrl ?? state.rootCrl;
      state.crl = order.crl ?? state.crl;
      state.ocsp = order.ocsp ?? state.ocsp;
      sendJson(response, 200, state);
    },
  };
}
