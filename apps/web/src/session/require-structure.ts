import { notFound } from 'next/navigation';
import { whoAmI } from './who-am-i.ts';

/** To whoever has no role in a structure, its pages do not exist. The API judges again, and says the same. */
export async function requireStructure(structureId: string): Promise<void> {
  const me = await whoAmI();
  if (me.ok && !me.data.me.structures.some(({ structure }) => structure.id === structureId)) notFound();
}
