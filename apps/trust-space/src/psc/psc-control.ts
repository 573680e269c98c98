import { z } from 'zod';
import { readJson, sendJson } from '../http/exchange.js';
import type { Routes } from '../http/router.js';

export const PSC_CONTROL_PATH = '/psc/control';

const orderSchema = z.strictObject({ service: z.enum(['served', 'unavailable']) });

/** Whether Pro Santé Connect answers at this moment. */
export class PscService {
  state: z.infer<typeof orderSchema>['service'] = 'served';

  /** Control of an outage: every address of Pro Santé Connect then answers 503. */
  routes(): Routes {
    return {
      [`GET ${PSC_CONTROL_PATH}`]: ({ response }) => sendJson(response, 200, { service: this.state }),
      [`POST ${PSC_CONTROL_PATH}`]: async ({ request, response }) => {
        this.state = orderSchema.parse(await readJson(request)).service;
        sendJson(response, 200, { service: this.state });
      },
    };
  }
}
