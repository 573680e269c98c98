export * from './control-declaration.js';
export type { ControlRule, ControlSeverity, ControlStage, ControlWorld } from './control-rule.js';
export * from './control-rules.js';
export * from './declaration.js';
export * from './directory-facts.js';
export { NOS, type Nomenclature, type Nomenclatures } from './nomenclatures.js';
