import type { Command } from '../command.js';
import { balCreate, balList, balReactivate, balSuspend } from './bals.js';
import { deliveryList } from './deliveries.js';
import { doctor } from './doctor.js';
import { exportFile } from './exports.js';
import { importFile } from './imports.js';
import { keyCreate, keyList, keyRevoke } from './keys.js';
import { operation } from './operations.js';
import { me, structure } from './structure.js';

export const COMMANDS: readonly Command[] = [
  me,
  structure,
  balList,
  balCreate,
  balSuspend,
  balReactivate,
  importFile,
  operation,
  exportFile,
  keyList,
  keyCreate,
  keyRevoke,
  deliveryList,
  doctor,
];
