import { expect, it } from 'vitest';
import { isFromPortal } from './same-origin.ts';

const portal = 'https://portail.example/';
const from = (origin: string | null) => isFromPortal(new Headers(origin === null ? {} : { origin }), portal);

it('lets only the portal’s own pages change something', () => {
  expect(from('https://portail.example')).toBe(true);
  for (const origin of [
    null,
    'null',
    'https://evil.example',
    'http://portail.example',
    'https://portail.example.evil',
  ])
    expect(from(origin), String(origin)).toBe(false);
});
