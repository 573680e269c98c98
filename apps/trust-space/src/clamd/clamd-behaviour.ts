import { z } from 'zod';
import { readJson, sendJson } from '../http/exchange.js';
import type { Routes } from '../http/router.js';

export const CLAMD_CONTROL_PATH = '/clamd/control';

/** Larger than what the product takes, as a clamd should be set. */
const STREAM_MAX_LENGTH = 64 * 1024 * 1024;
/** Octets after which a scanner that dies in the middle of a letter has died. */
const DIES_AFTER = 1024;

const orderSchema = z.strictObject({
  mode: z.enum(['served', 'unavailable', 'dying', 'silent']).optional(),
  /** With `dying`: so many letters, then served again. */
  times: z.int().positive().optional(),
  streamMaxLength: z.int().positive().optional(),
});

/** How the scanner behaves at this moment. */
export class ClamdBehaviour {
  mode: 'served' | 'unavailable' | 'dying' | 'silent' = 'served';
  streamMaxLength = STREAM_MAX_LENGTH;
  /** Letters it has judged. */
  scanned = 0;
  private deathsLeft = Infinity;

  /** Whether it dies here, in the middle of a letter of which it has read so much. */
  diesAt(octets: number): boolean {
    if (this.mode !== 'dying' || octets < DIES_AFTER) return false;
    this.deathsLeft -= 1;
    if (this.deathsLeft <= 0) this.mode = 'served';
    return true;
  }

  order({ mode, times, streamMaxLength }: z.infer<typeof orderSchema>): void {
    if (mode) this.mode = mode;
    this.deathsLeft = times ?? Infinity;
    if (streamMaxLength) this.streamMaxLength = streamMaxLength;
  }

  routes(): Routes {
    const shown = () => ({ mode: this.mode, streamMaxLength: this.streamMaxLength, scanned: this.scanned });
    return {
      [`GET ${CLAMD_CONTROL_PATH}`]: ({ response }) => sendJson(response, 200, shown()),
      [`POST ${CLAMD_CONTROL_PATH}`]: async ({ request, response }) => {
        this.order(orderSchema.parse(await readJson(request)));
        sendJson(response, 200, shown());
      },
    };
  }
}
