import { z } from 'zod';

const service = z.union([
  z.enum(['served', 'html', 'error500', 'silent', 'truncated']),
  z.strictObject({ code: z.number().int().min(0).max(100) }),
]);

/** Orders of the control: each documented way to fail, for so many calls. */
export const orderSchema = z.strictObject({
  /** Of postFile: a code of §9.7.4.1 or §9.7.4.2, or a server that is not itself. */
  deposit: service.optional(),
  /** Of getReport: a code of §9.7.4.1 or §9.7.4.3, or a server that is not itself. */
  report: service.optional(),
  times: z.number().int().min(1).default(1_000_000),
  /** The largest archive, or segment, that is taken. */
  maxBytes: z.number().int().min(1).optional(),
  /** « held »: archives are taken and not treated until told. */
  treatment: z.enum(['atOnce', 'held']).optional(),
  processNow: z.literal(true).optional(),
  /** The number of a control that fails on every file, or null. */
  failControl: z.number().int().min(1).max(11).nullable().optional(),
  /** As if twelve hours had passed. */
  forgetSegments: z.literal(true).optional(),
});

export type ServiceMood = z.infer<typeof service>;

/** How the next calls of one service go. */
export class ServiceMoods {
  private mood: ServiceMood = 'served';
  private left = 0;

  tell(mood: ServiceMood, times: number): void {
    this.mood = mood;
    this.left = mood === 'served' ? 0 : times;
  }

  take(): ServiceMood {
    if (this.left === 0) return 'served';
    this.left -= 1;
    return this.mood;
  }
}
