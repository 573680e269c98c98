import { z } from 'zod';
import { BadRequest, readJson, sendJson } from '../http/exchange.js';
import type { Routes } from '../http/router.js';
import type { Hospital } from './hospital-server.js';
import { TOKEN_FAULTS, type TokenFault } from './spoilt-token.js';

export const HOSPITAL_CONTROL_PATH = '/hospital/control';
export const HOSPITAL_LOGOUT_PATH = '/hospital/control/logout';

const orderSchema = z.strictObject({
  service: z.enum(['served', 'slow', 'unavailable']).optional(),
  token: z.enum(TOKEN_FAULTS).nullable().optional(),
  rotateKey: z.literal(true).optional(),
});

/** How the hospital’s provider behaves at this moment. */
export class HospitalBehaviour {
  service: 'served' | 'slow' | 'unavailable' = 'served';
  /** What is wrong with the identity tokens it gives. */
  token: TokenFault | null = null;
}

/** Outages, spoilt tokens, another key, and a logout told to the product. */
export function hospitalRoutes(hospital: Hospital): Routes {
  const { behaviour } = hospital;
  const state = () => ({ ...behaviour, kid: hospital.keys.current.kid });
  return {
    [`GET ${HOSPITAL_CONTROL_PATH}`]: ({ response }) => sendJson(response, 200, state()),
    [`POST ${HOSPITAL_CONTROL_PATH}`]: async ({ request, response }) => {
      const { service, token, rotateKey } = orderSchema.parse(await readJson(request));
      if (service) behaviour.service = service;
      if (token !== undefined) behaviour.token = token;
      if (rotateKey) await hospital.rotate();
      sendJson(response, 200, state());
    },
    [`POST ${HOSPITAL_LOGOUT_PATH}`]: async ({ request, response }) => {
      const { email, jti } = logoutSchema.parse(await readJson(request));
      const account = hospital.accounts.byEmail(email);
      if (!account) throw new BadRequest('email : compte inconnu / unknown account');
      sendJson(response, 200, { status: await hospital.tellLogout(account.subject, jti) });
    },
  };
}

const logoutSchema = z.strictObject({ email: z.string(), jti: z.string().optional() });
