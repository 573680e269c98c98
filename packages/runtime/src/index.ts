/** What every process of Cachet shares: configuration, logs, health, metrics, clock, identifiers, start and stop. */
export { Counter, Gauge, Histogram, Registry } from 'prom-client';
export * from './clock/beat.js';
export * from './clock/business-clock.js';
export * from './clock/duration.js';
export * from './config/catalogue.js';
export * from './config/kinds.js';
export * from './config/load-config.js';
export * from './config/make-folder.js';
export * from './config/store-config.js';
export * from './health/health.js';
export * from './health/health-server.js';
export * from './health/metrics.js';
export * from './ids/new-id.js';
export * from './lifecycle/lifecycle.js';
export * from './log/logger.js';
export * from './net/public-address.js';
