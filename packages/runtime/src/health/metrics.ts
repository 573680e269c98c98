import { collectDefaultMetrics, Registry } from 'prom-client';

/** A registry with the process's own figures and the app's name on each. */
export function createMetrics(app: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry });
  return registry;
}
