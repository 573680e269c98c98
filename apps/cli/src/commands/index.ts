import type { Command } from '../command.js';
import { balCreate, balList, balReactivate, balSuspend } from './bals.js';
import { deliveryList } from './deliveries.js';
import { doctor } from './doctor.js';
import { importFile, operation } from './imports.js';
import { keyCreate, keyList, keyRevoke } from './keys.js';
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
  keyList,
  keyCreate,
  keyRevoke,
  deliveryList,
  doctor,
];
