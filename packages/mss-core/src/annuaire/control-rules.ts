import type { ControlRule, ControlStage } from './control-rule.js';
import { CAB_RULES } from './rules/cab-rules.js';
import { COHERENCE_RULES } from './rules/coherence-rules.js';
import { NOMENCLATURE_RULES } from './rules/nomenclature-rules.js';
import { PRESENCE_RULES } from './rules/presence-rules.js';
import { SCHEMA_RULES } from './rules/schema-rules.js';

/** Every control of §9.7 that a declaration can be judged by, in the order in which the Annuaire judges. */
// EX_PBA_5150: what is published is checked before it is sent.
export const CONTROL_RULES: readonly ControlRule[] = inOrder([
  ...SCHEMA_RULES,
  ...PRESENCE_RULES,
  ...NOMENCLATURE_RULES,
  ...COHERENCE_RULES,
  ...CAB_RULES,
]);

const RULES_BY_ID = new Map(CONTROL_RULES.map((rule) => [rule.id, rule]));

export function controlRule(id: string): ControlRule | null {
  return RULES_BY_ID.get(id) ?? null;
}

/** The rules behind a code of the Annuaire’s report, of which some stand behind several. */
export function rulesBehind(code: string): readonly ControlRule[] {
  return CONTROL_RULES.filter((rule) => rule.code === code);
}

function inOrder(rules: readonly ControlRule[]): readonly ControlRule[] {
  const stages: readonly ControlStage[] = ['schema', 'presence', 'nomenclature', 'coherence'];
  return stages.flatMap((stage) => rules.filter((rule) => rule.stage === stage));
}
