import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { replyToFault } from './refusal-replies.js';

describe('RFC 5321 §4.2.3: a fault of ours', () => {
  it('is a want of room when the disk of the spool is full', async () => {
    const fault: unknown = await writeFile('/dev/full', 'letter').catch((caught: unknown) => caught);
    expect(replyToFault(fault)).toMatchObject({ code: 452, enhanced: '4.3.1' });
  });

  it('is a want of room when the database has none left', () => {
    expect(replyToFault(Object.assign(new Error('disk full'), { code: '53100' })).code).toBe(452);
  });

  it('is a local error in any other case', () => {
    expect(replyToFault(new Error('lost')).code).toBe(451);
    expect(replyToFault(Object.assign(new Error('denied'), { code: 'EACCES' })).code).toBe(451);
    expect(replyToFault(null).code).toBe(451);
  });
});
