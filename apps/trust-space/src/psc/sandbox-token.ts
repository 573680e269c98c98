import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { BadRequest, readJson, sendJson } from '../http/exchange.js';
import type { Routes } from '../http/router.js';
import { type AccessTokens, TOKEN_FAULTS, TOKEN_SECONDS } from './access-token.js';
import type { Professionals } from './professionals.js';
import type { Revocations } from './userinfo.js';

export const SANDBOX_TOKEN_PATH = '/psc/token';

const orderSchema = z.strictObject({
  rpps: z.string(),
  fault: z.enum(TOKEN_FAULTS).nullish(),
});

/** A token for whoever is named, without a browser, sound or with the fault asked for. */
export function sandboxTokenRoutes(
  tokens: AccessTokens,
  people: Professionals,
  revocations: Revocations,
  clientId: string,
): Routes {
  return {
    [`POST ${SANDBOX_TOKEN_PATH}`]: async ({ request, response }) => {
      const { rpps, fault } = orderSchema.parse(await readJson(request));
      const who = people.byNumber(rpps);
      if (!who) throw new BadRequest('rpps : onze chiffres sont attendus / eleven digits are expected');
      const occasion = { clientId, sessionState: randomUUID(), acr: 'eidas1', scope: 'openid scope_all' };
      const token = fault ? await tokens.mintFaulty(who, occasion, fault) : await tokens.mint(who, occasion);
      if (fault === 'revoked') revocations.endToken(token);
      sendJson(response, 200, { access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS });
    },
  };
}
