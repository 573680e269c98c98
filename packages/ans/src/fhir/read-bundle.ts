import { FhirFailure } from './fhir-failure.js';
import { asList, asObject, asText, type Json } from './read-json.js';

export type FhirResource = { readonly [name: string]: Json };

/** One page of what was found, what goes with it, and where the next page is. */
export interface FhirPage {
  readonly matches: readonly FhirResource[];
  readonly included: readonly FhirResource[];
  readonly next: string | null;
}

/** Reads a searchset. @throws FhirFailure when it is none, or sends us to another service. */
export function pageIn(bundle: FhirResource, baseUrl: string): FhirPage {
  if (bundle.resourceType !== 'Bundle' || (bundle.entry !== undefined && !Array.isArray(bundle.entry)))
    throw new FhirFailure('notFhir', 'no Bundle');
  const entries = asList(bundle.entry).flatMap((entry) => {
    const read = asObject(entry);
    const resource = asObject(read?.resource);
    return resource ? [{ resource, mode: asText(asObject(read?.search)?.mode) }] : [];
  });
  const of = (wanted: boolean) =>
    entries.filter(({ mode }) => (mode === 'include') === wanted).map(({ resource }) => resource);
  return { matches: of(false), included: of(true), next: nextIn(bundle, baseUrl) };
}

/** A link leads further in the same service: our key is for nobody else. */
function nextIn(bundle: FhirResource, baseUrl: string): string | null {
  const link = asList(bundle.link)
    .map(asObject)
    .find((each) => each?.relation === 'next');
  const url = link && asText(link.url);
  if (!url) return null;
  const next = URL.parse(url, `${baseUrl}/`);
  const base = new URL(baseUrl);
  if (next?.origin !== base.origin || !next.pathname.startsWith(base.pathname))
    throw new FhirFailure('notFhir', 'its next page is elsewhere');
  return next.href;
}
