/** A sentence that sends people to the page where they accept the terms of use, with its address where the operator told it. */
export function withWhere(sentence: string, portalUrl: string | null): string {
  if (portalUrl === null) return sentence;
  return `${sentence.replace(/\.$/, '')} : ${new URL('/cgu', portalUrl).href}`;
}
