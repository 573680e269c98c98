import { derElements, derInside } from '@cachet/mss-core/trust';

const SEQUENCE = 0x30;
const POINT_NAME = 0xa0;
const FULL_NAME = 0xa0;
const URI = 0x86;
const MOST = 8;

/** The http and ldap addresses in a CRLDistributionPoints or FreshestCRL extension (RFC 5280 §4.2.1.13). None when it cannot be read. */
export function distributionUrls(extension: Uint8Array | undefined): readonly string[] {
  const points = (extension && derInside(extension, SEQUENCE)) ?? [];
  const names = points.flatMap((point) => within(within([point], SEQUENCE), POINT_NAME));
  const uris = within(names, FULL_NAME).filter(({ tag }) => tag === URI);
  const urls = uris.map(({ content }) => Buffer.from(content).toString('latin1'));
  return urls.filter((url) => /^(?:https?|ldap):\/\//i.test(url) && URL.canParse(url)).slice(0, MOST);
}

function within(elements: ReturnType<typeof derElements> & {}, tag: number) {
  return elements
    .filter((element) => element.tag === tag)
    .flatMap(({ content }) => derElements(content) ?? []);
}
