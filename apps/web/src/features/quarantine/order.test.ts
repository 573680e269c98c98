import { describe, expect, it } from 'vitest';
import { orderQuarantine, QuarantineOrder } from './order.ts';

const ORDER = { act: 'destroy', structureId: 's', id: 'q' } as const;
const answering = (response: Response) => () => Promise.resolve(response);

describe('a decision about the quarantine', () => {
  it('is done, refused with the API’s words, or not heard', async () => {
    const why = { fr: 'Non.', en: 'No.' };
    expect(await orderQuarantine(ORDER, answering(new Response(null, { status: 204 })))).toEqual({
      done: true,
    });
    expect(await orderQuarantine(ORDER, answering(Response.json(why, { status: 409 })))).toEqual({
      done: false,
      why,
    });
    for (const door of [
      answering(new Response('<html>', { status: 409 })),
      answering(new Response(null, { status: 500 })),
      () => Promise.reject(new Error('offline')),
    ]) {
      expect(await orderQuarantine(ORDER, door)).toEqual({ done: false, why: null });
    }
  });

  it('is one of two, and nothing else is sent on', () => {
    expect(QuarantineOrder.safeParse(ORDER).success).toBe(true);
    expect(
      QuarantineOrder.safeParse({ act: 'choose', structureId: 's', infected: 'STRIP', encrypted: 'ACCEPT' })
        .success,
    ).toBe(true);
    for (const order of [
      null,
      { ...ORDER, act: 'release' },
      { act: 'choose', structureId: 's', infected: 'KEEP' },
    ])
      expect(QuarantineOrder.safeParse(order).success).toBe(false);
  });
});
