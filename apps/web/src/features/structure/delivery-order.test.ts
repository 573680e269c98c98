import { describe, expect, it } from 'vitest';
import { orderAct } from './delivery-order.ts';

const ORDER = { structureId: 's', deliveryId: 'd', act: 'HOLD' } as const;
const answering = (response: Response | Error) => async () => {
  if (response instanceof Error) throw response;
  return response;
};

describe('a manager’s decision', () => {
  it('is done', async () => {
    expect(await orderAct(ORDER, answering(new Response(null, { status: 204 })))).toEqual({ done: true });
  });

  it('is refused with the API’s own sentence', async () => {
    const why = { fr: 'En cours.', en: 'Under way.' };
    const refused = answering(Response.json(why, { status: 409 }));
    expect(await orderAct(ORDER, refused)).toEqual({ done: false, why });
  });

  it.each([
    new Response('<html>', { status: 409 }),
    new Response(null, { status: 503 }),
    new TypeError('no network'),
  ])('fails without a word when nobody says why', async (response) => {
    expect(await orderAct(ORDER, answering(response))).toEqual({ done: false, why: null });
  });
});
