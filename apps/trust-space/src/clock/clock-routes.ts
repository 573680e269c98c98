import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { BadRequest, readJson, sendJson } from '../http/exchange.js';
import type { Routes } from '../http/router.js';
import type { BusinessClockFile } from './business-clock-file.js';

export const CLOCK_PATH = '/clock';

const orderSchema = z.union([
  z.strictObject({ advance: z.string() }),
  z.strictObject({ reset: z.literal(true) }),
]);

/** Moves, shows and resets the product's business clock. Advances add up. */
export function clockRoutes(clock: BusinessClockFile): Routes {
  const show = (response: ServerResponse) =>
    sendJson(response, 200, { offset: clock.text, now: clock.now.toISOString() });
  return {
    [`GET ${CLOCK_PATH}`]: ({ response }) => show(response),
    [`POST ${CLOCK_PATH}`]: async ({ request, response }) => {
      const order = orderSchema.parse(await readJson(request));
      if ('reset' in order) clock.reset();
      else if (!clock.advance(order.advance))
        throw new BadRequest(
          'advance : une durée ISO 8601 est attendue, par exemple P61D / an ISO 8601 duration is expected',
        );
      show(response);
    },
  };
}
