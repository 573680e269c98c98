import { z } from 'zod';

const service = z.object({ namespace: z.string(), request: z.string(), action: z.string() });
const fields = z.array(z.tuple([z.string(), z.string()])).min(1);

/** How messages are written: told by whoever starts the trust space, since neither WSDL nor XSD is public. */
export const messageNamesSchema = z.object({
  soapVersion: z.enum(['1.1', '1.2']),
  feed: service,
  report: service,
  domainPart: z.string(),
  domain: z.string(),
  account: z.string(),
  coholders: z.string(),
  coholder: z.string(),
  fields,
  coholderFields: fields,
  codedAs: z.enum(['attributes', 'text']),
  ticket: z.string(),
  archive: z.string(),
});

export type MessageNames = z.infer<typeof messageNamesSchema>;

export const SOAP_NAMESPACES = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
} as const;
