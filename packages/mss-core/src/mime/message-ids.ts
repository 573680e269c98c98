/** Most ids kept of one message, the first and the last of what it names: threads are made of its ends. */
const MOST = 32;
const LONGEST = 255;

/**
 * The message ids of a References, In-Reply-To or Message-ID field, in order and without their angle brackets, in the one form in which
 * they can be compared (RFC 5256 §3: quotes that are not needed are taken away).
 */
export function messageIds(field: string): readonly string[] {
  const found = [...field.slice(0, 16_384).matchAll(/<([^<>]{1,998})>/g)].map(([, id]) =>
    canonical(id ?? ''),
  );
  const ids = found.filter((id) => id !== '' && id.length <= LONGEST);
  return ids.length <= MOST ? ids : [...ids.slice(0, 1), ...ids.slice(1 - MOST)];
}

function canonical(id: string): string {
  return id
    .replace(/\s+/g, '')
    .replace(/^"((?:[^"\\]|\\.)*)"(?=@)/, (_, local: string) => local.replace(/\\(.)/g, '$1'));
}
