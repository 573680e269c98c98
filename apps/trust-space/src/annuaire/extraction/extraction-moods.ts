import { z } from 'zod';

/**
 * Ways in which the extractions can be told to fail: each documented status, a server that is not itself, an archive that is not right, a
 * file that lost most of its lines, and one of ten days ago.
 */
export const extractionMoodSchema = z.enum([
  ...(['badRequest', 'forbidden', 'notFound', 'error500', 'html', 'silent'] as const),
  ...(['truncated', 'wrongSum', 'wrongHeader', 'shrunk', 'stale'] as const),
]);
export type ExtractionMood = z.infer<typeof extractionMoodSchema>;
