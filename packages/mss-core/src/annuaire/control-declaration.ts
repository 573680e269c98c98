import type { ControlRule, ControlStage, ControlWorld } from './control-rule.js';
import { CONTROL_RULES } from './control-rules.js';
import type { Declaration } from './declaration.js';

/** What the controls say of one declaration. */
export interface Findings {
  readonly broken: readonly ControlRule[];
  /** The whole message would be turned away on account of it. */
  readonly breaksMessage: boolean;
  /** The Annuaire would reject the record. */
  readonly isBlocked: boolean;
}

const ONE_BY_ONE: readonly ControlStage[] = ['schema', 'presence', 'nomenclature'];

/**
 * Judges one declaration as the Annuaire would (§9.7.3): what is written wrongly, missing or unknown up to the first blocking anomaly, then
 * everything that must hold together. Rules that only the Annuaire's contents tell are silent where these are not known.
 */
export function controlDeclaration(declaration: Declaration, world: ControlWorld): Findings {
  const broken: ControlRule[] = [];
  for (const rule of CONTROL_RULES) {
    if (rule.stage === 'coherence' && stopped(broken)) break;
    if (!rule.isBroken(declaration, world)) continue;
    broken.push(rule);
    if (stopped(broken)) break;
  }
  return {
    broken,
    breaksMessage: broken.some(({ stage }) => stage === 'schema'),
    isBlocked: broken.some(({ severity }) => severity === 'blocking'),
  };
}

/**
 * Judges it whole, for whoever types it: nothing waits for something else to be corrected.
 */
export function controlAll(declaration: Declaration, world: ControlWorld): readonly ControlRule[] {
  return CONTROL_RULES.filter((rule) => rule.isBroken(declaration, world));
}

function stopped(broken: readonly ControlRule[]): boolean {
  return broken.some(({ stage, severity }) => severity === 'blocking' && ONE_BY_ONE.includes(stage));
}
