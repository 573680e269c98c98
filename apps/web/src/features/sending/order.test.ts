import { describe, expect, it } from 'vitest';
import { orderSending, SendingOrder } from './order.ts';

const ORDER = { act: 'authorise', structureId: 's', balId: 'b', idNat: '312345678900011' } as const;
const LIMIT = { act: 'limit', structureId: 's', perBal: '100', perStructure: '1000' };

describe('a decision about sending', () => {
  it('is read from a form, and nothing else is sent on', () => {
    expect(SendingOrder.parse(LIMIT)).toEqual({ ...LIMIT, perBal: 100, perStructure: 1_000 });
    expect(SendingOrder.safeParse(ORDER).success).toBe(true);
    for (const order of [
      null,
      { ...ORDER, act: 'open' },
      { ...ORDER, idNat: '' },
      { ...LIMIT, perBal: '' },
      { ...LIMIT, perBal: 'mille' },
      { ...LIMIT, perStructure: '1.5' },
    ])
      expect(SendingOrder.safeParse(order).success).toBe(false);
  });

  it('goes to its own door, and comes back with the API’s words', async () => {
    const why = { fr: 'Non.', en: 'No.' };
    const doors: unknown[] = [];
    const door = async (path: unknown) => {
      doors.push(path);
      return Response.json(why, { status: 409 });
    };
    expect(await orderSending(ORDER, door)).toEqual({ done: false, why });
    expect(doors).toEqual(['/envois/action']);
  });
});
