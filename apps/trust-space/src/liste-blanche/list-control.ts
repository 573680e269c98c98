import { resolve } from 'node:path';
import { z } from 'zod';
import { BadRequest, readJson, sendBytes, sendJson } from '../http/exchange.js';
import type { Routes } from '../http/router.js';
import { type ProductDoor, refreshProduct } from './product-refresh.js';
import { PUBLICATION_MODES, type Publication } from './publication.js';

export const LIST_PATH = '/listeblanchemssante.xml';
export const LIST_CONTROL_PATH = '/liste-blanche/control';

const orderSchema = z
  .strictObject({
    publish: z.enum(PUBLICATION_MODES).optional(),
    file: z.string().min(1).optional(),
    refreshNow: z.boolean().optional(),
  })
  .refine((order) => Object.keys(order).length > 0, 'publish, file ou refreshNow est attendu / is expected');

/** The published list and its control. An order may publish and then make the product fetch. */
export function listRoutes(publication: Publication, product: ProductDoor | null): Routes {
  return {
    [`GET ${LIST_PATH}`]: ({ response }) => {
      const bytes = publication.current();
      if (!bytes) throw new BadRequest('service indisponible / service unavailable', 503);
      sendBytes(response, 200, 'application/xml', bytes);
    },
    [`GET ${LIST_CONTROL_PATH}`]: ({ response }) => sendJson(response, 200, { publish: publication.mode }),
    [`POST ${LIST_CONTROL_PATH}`]: async ({ request, response }) => {
      const order = orderSchema.parse(await readJson(request));
      if (order.publish) publication.publish(order.publish);
      if (order.file) publishFile(publication, order.file);
      const refreshed = order.refreshNow ? await refreshProduct(product) : undefined;
      sendJson(response, 200, { publish: publication.mode, refreshed });
    },
  };
}

function publishFile(publication: Publication, file: string): void {
  try {
    publication.publishFile(resolve(file));
  } catch {
    throw new BadRequest(`le fichier ${file} ne peut pas être lu / the file ${file} cannot be read`);
  }
}
