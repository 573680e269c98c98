import type { Request, Response } from 'express';
import type { Caller } from '../context/caller.js';
import type { Points } from '../gate/points.js';
import { rateHeaders } from '../gate/spend.js';
import { readWindow } from './read-query.js';
import { ScimFault } from './scim-fault.js';

/** A resource read is a point; one that is written has its rules, its trace and its letters beside it. */
const WRITTEN = 10;

/** The points of whoever speaks SCIM, of the same bucket as their GraphQL: spent before anything is read, told with every answer. */
export class Purse {
  constructor(
    private readonly points: Points,
    private readonly caller: Caller,
    private readonly response: Response,
  ) {}

  /** @throws ScimFault 429, with the seconds after which to come back. */
  spend(cost: number): void {
    const seconds = this.points.spend(this.caller, cost);
    this.#tell();
    if (seconds === 0) return;
    this.response.set('retry-after', String(seconds));
    throw new ScimFault(
      429,
      null,
      `Trop de requêtes : réessayez dans ${seconds} s.`,
      `Too many requests: try again in ${seconds} s.`,
    );
  }

  /** What a list turned out not to hold. */
  giveBack(points: number): void {
    this.points.giveBack(this.caller, points);
    this.#tell();
  }

  #tell(): void {
    this.response.set(Object.fromEntries(rateHeaders(this.points.status(this.caller))));
  }
}

/** A point for the request, and one for each resource it may show. @throws ScimFault for a window that is none. */
export function costOf({ method, path, query }: Request): number {
  if (method !== 'GET' && method !== 'HEAD') return WRITTEN;
  const isList = /^\/(?:Users|Groups)\/?$/.test(path);
  return isList ? 1 + readWindow(query.startIndex, query.count).limit : 1;
}
